import { describe, expect, it } from 'vitest';
import { Selection } from './selection.svelte';

const order = ['a', 'b', 'c', 'd', 'e'];

describe('Selection', () => {
  it('reaches from the last one to another, both ways', () => {
    const selection = new Selection();
    selection.toggle('b');
    selection.reach('d', order);
    expect(selection.keys).toEqual(['b', 'c', 'd']);
    selection.reach('a', order);
    expect([...selection.keys].sort()).toEqual(['a', 'b', 'c', 'd']);
    selection.toggle('c');
    expect(selection.has('c')).toBe(false);
  });

  it('begins where nothing was chosen, and forgets what is gone', () => {
    const selection = new Selection();
    selection.reach('c', order);
    expect(selection.keys).toEqual(['c']);
    selection.all(order);
    selection.keepOnly(['b', 'e']);
    expect(selection.keys).toEqual(['b', 'e']);
    selection.clear();
    expect(selection.keys).toEqual([]);
  });
});
