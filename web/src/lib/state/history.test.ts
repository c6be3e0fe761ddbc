import { describe, expect, it } from 'vitest';
import { History } from './history.svelte';
import { newScene, type Doc } from './scenes';

const scene = newScene({ line: 'a' });
const start: Doc = { scene: [scene] };
const withLine = (doc: Doc, line: string): Doc => ({
  ...doc,
  scene: doc.scene.map((one) => ({ ...one, line })),
});
const step = (before: Doc, after: Doc, group: string | null = null) => ({
  label: 'step_line',
  params: {},
  group,
  before,
  after,
});

describe('History', () => {
  it('takes back and does again', () => {
    const history = new History();
    const after = withLine(start, 'b');
    history.record(step(start, after));
    const undone = history.undo(after);
    expect(undone?.doc.scene[0]?.line).toBe('a');
    expect(history.redo(start)?.doc.scene[0]?.line).toBe('b');
  });

  it('joins what was typed within a second', () => {
    const history = new History();
    const [b, c] = [withLine(start, 'b'), withLine(start, 'bc')];
    history.record(step(start, b, 'line'), 0);
    history.record(step(b, c, 'line'), 900);
    expect(history.undo(c)?.doc.scene[0]?.line).toBe('a');
    expect(history.next).toBeUndefined();
  });

  it('leaves a picture that came meanwhile', () => {
    const history = new History();
    const typed = withLine(start, 'b');
    history.record(step(start, typed));
    const drawn: Doc = { scene: typed.scene.map((one) => ({ ...one, image: '/p' })) };
    const undone = history.undo(drawn)?.doc;
    expect(undone?.scene[0]).toMatchObject({ line: 'a', image: '/p' });
  });

  it('forgets what was taken back when something else is done', () => {
    const history = new History();
    const b = withLine(start, 'b');
    history.record(step(start, b));
    history.undo(b);
    history.record(step(start, withLine(start, 'c')));
    expect(history.nextRedo).toBeUndefined();
  });
});
