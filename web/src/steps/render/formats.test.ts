import { describe, expect, it } from 'vitest';
import { choices, shapeOf, toggled, wanted } from './formats';

describe('formats of a render', () => {
  it('are those of the project, and a size of its own among them', () => {
    expect(choices('reel', [])).toEqual(['reel', 'portrait', 'square', 'landscape']);
    expect(choices('720x1280', ['square'])).toEqual([
      'reel',
      'portrait',
      'square',
      'landscape',
      '720x1280',
    ]);
    expect(wanted('square', ['reel', 'square'])).toEqual(['square', 'reel']);
  });

  it('are put in and taken out, and one always stays', () => {
    expect(toggled('reel', [], 'square')).toEqual({ own: 'reel', more: ['square'] });
    expect(toggled('reel', ['square'], 'square')).toEqual({ own: 'reel', more: [] });
    expect(toggled('reel', ['square', 'portrait'], 'reel')).toEqual({
      own: 'square',
      more: ['portrait'],
    });
    expect(toggled('reel', [], 'reel')).toEqual({ own: 'reel', more: [] });
  });

  it('have their shape', () => {
    expect(shapeOf('landscape', 32)).toEqual({ width: 32, height: 18 });
    expect(shapeOf('720x1280', 32)).toEqual({ width: 18, height: 32 });
  });
});
