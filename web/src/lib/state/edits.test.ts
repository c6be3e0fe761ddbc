import { beforeEach, describe, expect, it } from 'vitest';
import * as edits from './edits';
import { ProjectManager } from './project.svelte';
import { withKeys } from './scenes';

let project: ProjectManager;
const lines = () => project.scenes.map((scene) => scene.line);
const key = (index: number) => project.scenes[index]?.key ?? '';

beforeEach(() => {
  project = new ProjectManager('0'.repeat(32));
  project.doc = withKeys({ scene: [{ line: 'One. Two.' }, { line: 'Three', image: '/t' }] });
});

describe('edits', () => {
  it('splits a line and joins it again', () => {
    const second = edits.splitScene(project, key(0));
    expect(lines()).toEqual(['One.', 'Two.', 'Three']);
    expect(edits.mergeWithPrevious(project, second)).toMatchObject({ caret: 4 });
    expect(lines()).toEqual(['One. Two.', 'Three']);
  });

  it('leaves recordings and captions of a line where its words become others', () => {
    const own = { voice: '/uploads/a.wav', captions: [{ start: 0, end: 1, text: 'One' }] };
    edits.setScene(project, key(0), own, 'step_line_voice');
    edits.splitScene(project, key(0));
    expect(project.scenes[0]?.voice).toBeUndefined();
    expect(project.scenes[0]?.captions).toBeUndefined();
    project.undo();
    expect(project.scenes[0]).toMatchObject(own);
  });

  it('moves, duplicates and removes, and takes all of it back', () => {
    edits.moveScene(project, key(1), 0);
    edits.duplicateScene(project, key(0));
    edits.removeScenes(project, [key(2)]);
    expect(lines()).toEqual(['Three', 'Three']);
    project.undo();
    project.undo();
    project.undo();
    expect(lines()).toEqual(['One. Two.', 'Three']);
    project.redo();
    expect(lines()).toEqual(['Three', 'One. Two.']);
  });

  it('does nothing at the edges', () => {
    expect(edits.moveScene(project, key(0), -1)).toBe(false);
    expect(edits.mergeWithPrevious(project, key(0))).toBeNull();
  });

  it('puts cards before and after all scenes', () => {
    const title = edits.addCard(project, 'first', 'The sea');
    edits.addCard(project, 'last', 'Thanks');
    expect(project.numberOf(title)).toBe(1);
    expect(project.scenes.map(({ card, line }) => card ?? line)).toEqual([
      'The sea',
      'One. Two.',
      'Three',
      'Thanks',
    ]);
    project.undo();
    expect(project.scenes).toHaveLength(3);
  });

  it('takes a text apart into lines', () => {
    expect(edits.linesOf('A first.\n\n  A second. ')).toEqual(['A first.', 'A second.']);
    const long = 'This is a sentence that goes on. '.repeat(8);
    expect(edits.linesOf(long)).toHaveLength(8);
    expect(edits.linesOf('x'.repeat(10_000))[0]?.length).toBeLessThanOrEqual(1000);
  });

  it('cuts at the end of a sentence, else at a comma, else at a space', () => {
    expect(edits.middleOf('One. Two')).toBe(5);
    expect(edits.middleOf('one, two three')).toBe(5);
    expect(edits.middleOf('one two')).toBe(4);
  });
});
