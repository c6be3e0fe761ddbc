import { describe, expect, it } from 'vitest';
import { differences } from './differences';

const written = (before: string, after: string) =>
  differences(before, after)
    .map(({ side, text }) => `${{ both: '', old: '-', new: '+' }[side]}${text.trim()}`)
    .join('|');

describe('differences', () => {
  it('marks what was taken and what was added', () => {
    expect(written('the sea is salty', 'the sea is very salty')).toBe('the sea is|+very|salty');
    expect(written('the old sea is salty', 'the sea is salty')).toBe('the|-old|sea is salty');
    expect(written('a b c d', 'a x c y')).toBe('a|-b|+x|c|-d|+y');
  });

  it('says that two equal texts are the same, and that others have nothing in common', () => {
    expect(differences('one two', 'one two')).toEqual([{ side: 'both', text: 'one two' }]);
    expect(written('one', 'two')).toBe('-one|+two');
    expect(differences('', '')).toEqual([]);
  });

  it('gives both texts back whole', () => {
    const before = 'Rivers carry salt to the sea, a grain at a time.';
    const after = 'Rivers slowly carry a grain of salt to the sea.';
    const pieces = differences(before, after);
    const of = (side: 'old' | 'new') =>
      pieces.filter((piece) => piece.side !== (side === 'old' ? 'new' : 'old'));
    const text = (side: 'old' | 'new') =>
      of(side)
        .map((piece) => piece.text.trim())
        .join(' ');
    expect(text('old')).toBe(before);
    expect(text('new')).toBe(after);
  });
});
