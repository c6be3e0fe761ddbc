import { describe, expect, it } from 'vitest';
import { merge } from './merge';
import { keyedLike, newScene, withKeys, withoutKeys, type Doc } from './scenes';

const base: Doc = {
  music: { volume: 0.2 },
  scene: [newScene({ line: 'one' }), newScene({ line: 'two' }), newScene({ line: 'three' })],
};
const [one, two, three] = base.scene as [Doc['scene'][0], Doc['scene'][0], Doc['scene'][0]];
const lines = (doc: Doc) => doc.scene.map((scene) => scene.line);

describe('merge', () => {
  it('puts together changes of different places', () => {
    const mine = { ...base, scene: [{ ...one, line: 'ONE' }, two, three] };
    const theirs = {
      ...base,
      music: { volume: 0.5 },
      scene: [one, { ...two, image: '/a' }, three],
    };
    const { doc, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(doc.music?.volume).toBe(0.5);
    expect(lines(doc)).toEqual(['ONE', 'two', 'three']);
    expect(doc.scene[1]?.image).toBe('/a');
  });

  it('tells where both changed the same words, and keeps ours', () => {
    const mine = { ...base, scene: [{ ...one, line: 'mine' }, two, three] };
    const theirs = { ...base, scene: [{ ...one, line: 'theirs' }, two, three] };
    const { doc, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([`scene:${one.key}.line`]);
    expect(lines(doc)[0]).toBe('mine');
  });

  it('keeps an order that was changed here while a picture came there', () => {
    const mine = { ...base, scene: [three, one, two] };
    const theirs = { ...base, scene: [one, { ...two, image: '/b' }, three] };
    const { doc } = merge(base, mine, theirs);
    expect(lines(doc)).toEqual(['three', 'one', 'two']);
    expect(doc.scene[2]?.image).toBe('/b');
  });

  it('removes what one side removed, and keeps what both added', () => {
    const mine = { ...base, scene: [one, newScene({ line: 'new' }), three] };
    const theirs = { ...base, scene: [one, two, three, newScene({ line: 'last' })] };
    expect(lines(merge(base, mine, theirs).doc)).toEqual(['one', 'new', 'three', 'last']);
  });

  it('keeps a scene whose words were changed here although it was removed there', () => {
    const mine = { ...base, scene: [one, { ...two, line: 'TWO' }, three] };
    const theirs = { ...base, scene: [one, three] };
    expect(lines(merge(base, mine, theirs).doc)).toEqual(['one', 'TWO', 'three']);
  });
});

describe('names of scenes', () => {
  it('stay with their lines when scenes were moved elsewhere', () => {
    const wire = { scene: [{ line: 'three' }, { line: 'one' }, { line: 'two' }] };
    expect(keyedLike(wire, base.scene).scene.map((scene) => scene.key)).toEqual([
      three.key,
      one.key,
      two.key,
    ]);
  });

  it('stay at their places when a line was written anew', () => {
    const wire = { scene: [{ line: 'one' }, { line: 'other' }, { line: 'three' }] };
    expect(keyedLike(wire, base.scene).scene[1]?.key).toBe(two.key);
  });

  it('never reach the service, nor do empty values', () => {
    const doc = withKeys({ scene: [{ line: 'a', image: null, locked: false }] });
    expect(withoutKeys(doc)).toEqual({ scene: [{ line: 'a', locked: false }] });
  });
});
