import { describe, expect, it } from 'vitest';
import { isWordsAlone, keyedLike, lacksLine, lacksPicture, newScene, withoutKeys } from './scenes';

describe('scenes', () => {
  it('lack nothing where a card stands for line and picture', () => {
    expect(lacksPicture({ line: 'a' })).toBe(true);
    expect(lacksPicture({ line: 'a', image: '/temp/x.jpg' })).toBe(false);
    expect(lacksPicture({ card: 'The sea' })).toBe(false);
    expect(lacksPicture({ card: '  ' })).toBe(true);
    expect(isWordsAlone({ card: 'The sea' })).toBe(true);
    expect(isWordsAlone({ card: 'The sea', image: '/temp/x.jpg' })).toBe(false);
    expect(lacksLine({ card: 'The sea' })).toBe(false);
    expect(lacksLine({ line: ' ' })).toBe(true);
  });

  it('keep their names by their lines, and cards by their words', () => {
    const known = [newScene({ card: 'Title' }), newScene({ line: 'a' }), newScene({ card: 'End' })];
    const { scene } = keyedLike(
      { scene: [{ line: 'new' }, { line: '', card: 'End' }, { line: 'a' }, { card: 'Title' }] },
      known,
    );
    expect(scene.map(({ key }) => known.findIndex((one) => one.key === key))).toEqual([
      -1, 2, 1, 0,
    ]);
  });

  it('go to the service without their names and without what is not set', () => {
    const scene = newScene({ line: 'a', voice: undefined, captions: null, card: 'b' });
    expect(withoutKeys({ scene: [scene] })).toEqual({ scene: [{ line: 'a', card: 'b' }] });
  });
});
