import { describe, expect, it } from 'vitest';
import type { Job } from '../api/types';
import type { Step } from './history.svelte';
import { ProjectManager } from './project.svelte';
import { newScene, type Doc } from './scenes';
import { restoreScript, scriptsOf } from './scripts';

const docOf = (...lines: string[]): Doc => ({ scene: lines.map((line) => newScene({ line })) });
const job = (at: string, ...script: string[]) =>
  ({ kind: 'script', created_at: at, finished_at: at, result: { script } }) as unknown as Job;
const step = (label: string, at: string, before: Doc): Step => ({
  label,
  params: {},
  group: null,
  before,
  after: before,
  at: Date.parse(at),
});

describe('scriptsOf', () => {
  it('has what was written and what the person made of it, each once, the newest first', () => {
    const jobs = [job('2026-01-03', 'c'), job('2026-01-01', 'a', 'b')];
    const steps = [
      step('step_made_script', '2026-01-02', docOf('a', 'mine')),
      step('step_made_script', '2026-01-02', docOf('a', 'b')),
      step('step_line', '2026-01-02', docOf('never mind')),
      step('step_made_script', '2026-01-01', docOf('', ' ')),
    ];
    expect(scriptsOf(jobs, steps).map(({ lines, source }) => [source, ...lines])).toEqual([
      ['made', 'c'],
      ['edited', 'a', 'mine'],
      ['made', 'a', 'b'],
    ]);
  });
});

describe('restoreScript', () => {
  it('is one step, and scenes whose line comes back keep their pictures', () => {
    const project = new ProjectManager('2'.repeat(32));
    project.doc = {
      scene: [newScene({ line: 'one', image: '/1' }), newScene({ line: 'two', image: '/2' })],
    };
    const version = { lines: ['two', 'three'], source: 'made' as const, at: 0 };
    restoreScript(project, version);
    expect(project.scenes.map(({ line, image }) => [line, image])).toEqual([
      ['two', '/2'],
      ['three', undefined],
    ]);
    project.undo();
    expect(project.scenes.map(({ line }) => line)).toEqual(['one', 'two']);
    project.close();
  });
});
