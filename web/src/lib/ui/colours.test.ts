import { describe, expect, it } from 'vitest';
import { colourOf, written } from './colours';

describe('colours', () => {
  it('are taken apart and put together again', () => {
    expect(colourOf('#0c0e14cd')).toEqual({ rgb: '#0c0e14', opacity: 205 / 255 });
    expect(colourOf('#FFF')).toEqual({ rgb: '#ffffff', opacity: 1 });
    for (const text of ['#0c0e14cd', '#ffc82c', '#00000000', '#12345601']) {
      expect(written(colourOf(text))).toBe(text);
    }
    expect(written({ rgb: '#123456', opacity: 2 })).toBe('#123456');
    expect(written({ rgb: '#123456', opacity: 0.5 })).toBe('#12345680');
  });
});
