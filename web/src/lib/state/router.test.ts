import { describe, expect, it } from 'vitest';
import { languageOf } from './prefs.svelte';
import { hashOf, parsePlace } from './router.svelte';

const id = 'a'.repeat(32);

describe('places', () => {
  it('are read from the address and written into it', () => {
    expect(parsePlace(hashOf(id, 'storyboard', 3))).toEqual({
      project: id,
      step: 'storyboard',
      scene: 3,
    });
    expect(parsePlace(hashOf(id, 'audio')).scene).toBeNull();
  });

  it('that are none lead to the start', () => {
    for (const hash of ['', '#/', '#/p/../x', '#/x/y']) {
      expect(parsePlace(hash).project).toBeNull();
    }
    expect(parsePlace(`#/p/${id}/nonsense`).step).toBe('script');
  });
});

describe('the language', () => {
  it('is the first one of the browser that the page speaks', () => {
    expect(languageOf(['de-DE', 'ru-RU', 'en'])).toBe('ru');
    expect(languageOf(['ja'])).toBe('uz');
  });
});
