import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../api/client';
import { ApiError } from '../api/problem';
import type { ProjectView } from '../api/types';
import { setPart, setScene } from './edits';
import { ProjectManager } from './project.svelte';

const id = '1'.repeat(32);
const view = (revision: number, line = 'one', volume = 0.2): ProjectView => ({
  id,
  name: 'Sea',
  revision,
  document: { music: { volume }, scene: [{ line }] },
  states: { scenes: [{ prompt: 'missing', image: 'missing' }], voice: 'missing' },
  jobs: [],
  created_at: '',
  updated_at: '',
});

let project: ProjectManager;
beforeEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  vi.spyOn(api, 'project').mockResolvedValue(view(1));
  project = new ProjectManager(id);
  await project.load();
});
const key = () => project.scenes[0]?.key ?? '';

describe('ProjectManager', () => {
  it('saves what was changed, under the revision that it was made of', async () => {
    const save = vi.spyOn(api, 'save').mockImplementation(async (_, __, ___, document) => ({
      ...view(2),
      document,
    }));
    setScene(project, key(), { line: 'two' }, 'step_line');
    expect(project.saveState).toBe('waiting');
    await project.flush();
    expect(save.mock.calls[0]?.slice(0, 3)).toEqual([id, 1, 'Sea']);
    expect(project.revision).toBe(2);
    expect(project.saveState).toBe('saved');
  });

  it('puts together with another window what does not collide', async () => {
    vi.spyOn(api, 'save')
      .mockRejectedValueOnce(new ApiError(412, { code: 'changed' }))
      .mockImplementation(async (_, __, ___, document) => ({ ...view(3), document }));
    vi.spyOn(api, 'project').mockResolvedValue(view(2, 'one', 0.7));
    setScene(project, key(), { line: 'mine' }, 'step_line');
    await project.flush();
    expect(project.conflict).toBeNull();
    expect(project.doc.music?.volume).toBe(0.7);
    expect(project.scenes[0]?.line).toBe('mine');
  });

  it('asks where both windows changed the same words', async () => {
    vi.spyOn(api, 'save').mockRejectedValue(new ApiError(412, { code: 'changed' }));
    vi.spyOn(api, 'project').mockResolvedValue(view(2, 'theirs'));
    setScene(project, key(), { line: 'mine' }, 'step_line');
    await project.flush();
    expect(project.conflict).not.toBeNull();
    project.resolve('theirs');
    expect(project.scenes[0]?.line).toBe('theirs');
    project.undo();
    expect(project.scenes[0]?.line).toBe('mine');
  });

  it('reads once more what was told while it was reading', async () => {
    const read = vi
      .spyOn(api, 'project')
      .mockResolvedValueOnce(view(2, 'old'))
      .mockResolvedValueOnce(view(3, 'new'));
    const before = read.mock.calls.length;
    await Promise.all([project.refresh(), project.refresh()]);
    expect(read.mock.calls.length - before).toBe(2);
    expect(project.scenes[0]?.line).toBe('new');
  });

  it('keeps what is not saved over a crash', async () => {
    vi.spyOn(api, 'save').mockRejectedValue(new ApiError(0, { code: 'offline' }));
    setPart(project, 'music', { volume: 0.9 });
    await project.flush();
    expect(project.saveState).toBe('offline');
    project.close();
    const next = new ProjectManager(id);
    await next.load();
    expect(next.doc.music?.volume).toBe(0.9);
    expect(next.isDirty).toBe(true);
    next.close();
  });
});
