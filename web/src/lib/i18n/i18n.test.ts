import { describe, expect, it } from 'vitest';
import { en } from './en';
import { translate, type Dict } from './index.svelte';
import { ru } from './ru';
import { uz } from './uz';

const dicts: Record<string, Dict> = { uz, en, ru };
const texts = (entry: Dict[keyof Dict]) =>
  typeof entry === 'string' ? [entry] : Object.values(entry);
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('dictionaries', () => {
  it('have every text of each other, with the same things standing in it', () => {
    for (const [language, dict] of Object.entries(dicts)) {
      expect(Object.keys(dict).sort(), language).toEqual(Object.keys(en).sort());
      for (const [key, entry] of Object.entries(dict)) {
        const wanted = holes(texts(en[key as keyof Dict])[0] ?? '');
        for (const text of texts(entry)) {
          expect(text.trim(), `${language}.${key}`).not.toBe('');
          expect(holes(text), `${language}.${key}`).toEqual(wanted);
        }
      }
    }
  });

  it('have the plural forms that their language needs', () => {
    for (const [key, entry] of Object.entries(ru)) {
      if (typeof entry === 'object' && !('few' in entry))
        expect(Object.keys(entry), key).toContain('one');
    }
    expect(translate('ru', 'scenes_n', { n: 1 })).toBe('1 сцена');
    expect(translate('ru', 'scenes_n', { n: 3 })).toBe('3 сцены');
    expect(translate('ru', 'scenes_n', { n: 11 })).toBe('11 сцен');
    expect(translate('uz', 'scenes_n', { n: 6 })).toBe('6 ta sahna');
    expect(translate('en', 'scenes_n', { n: 1 })).toBe('1 scene');
  });

  it('write Uzbek with its own letters, not with quotes', () => {
    for (const [key, entry] of Object.entries(uz)) {
      for (const text of texts(entry)) expect(text, key).not.toMatch(/[A-Za-z]['’‘`]/);
    }
  });

  it('say the seven words as they were given', () => {
    const words = [
      uz.start,
      uz.make_visuals,
      uz.regenerate,
      uz.upload,
      uz.make_voice,
      uz.render,
      uz.download,
    ];
    expect(words).toEqual([
      'Boshlash',
      'Vizual Tasvirlarni Yaratish',
      'Qayta Yaratish',
      'Yuklash',
      'Ovozli Matn Yaratish',
      'Videoni Render Qilish',
      'Yuklab Olish',
    ]);
  });
});
