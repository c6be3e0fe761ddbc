import { describe, expect, it } from 'vitest';
import { prefs } from '../../lib/state/prefs.svelte';
import { beginning } from './beginning';

describe('beginning', () => {
  it('has the topic and what the person chose, and nothing that was left open', () => {
    const chosen = { ...prefs.value, length: 45, scenes: 4, style: 'ink', captions: true };
    const document = beginning(chosen, 'uz', { topic: 'Dengiz' });
    expect(document.reel).toEqual({
      topic: 'Dengiz',
      language: 'uz',
      length: 45,
      format: 'reel',
      scenes: 4,
      style: 'ink',
      tone: undefined,
    });
    expect(document.captions?.style).toBe('word');
    expect(document.scene).toEqual([]);
  });

  it('has the lines of a script that was brought, and no topic to write from', () => {
    const chosen = { ...prefs.value, scenes: null, captions: false };
    const document = beginning(chosen, 'ru', { lines: ['Раз.', 'Два.'] });
    expect(document.reel?.topic).toBeUndefined();
    expect(document.reel?.scenes).toBeUndefined();
    expect(document.captions?.style).toBe('none');
    expect(document.scene).toEqual([{ line: 'Раз.' }, { line: 'Два.' }]);
  });
});
