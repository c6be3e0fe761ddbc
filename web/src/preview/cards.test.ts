import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../lib/api/client';
import type { ProjectView } from '../lib/api/types';
import { removeScenes, setPart, setScene } from '../lib/state/edits';
import { ProjectManager } from '../lib/state/project.svelte';
import { Cards } from './cards.svelte';

let project: ProjectManager;
let cards: Cards;
let revision: number;

beforeEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  revision = 1;
  const view = (document: ProjectView['document']): ProjectView => ({
    id: '2'.repeat(32),
    name: 'Sea',
    revision,
    document,
    states: { scenes: [], voice: 'missing' },
    jobs: [],
    created_at: '',
    updated_at: '',
  });
  vi.spyOn(api, 'project').mockResolvedValue(
    view({ scene: [{ line: '', card: 'The sea' }, { line: 'one' }, { card: 'End' }] }),
  );
  vi.spyOn(api, 'save').mockImplementation(async (_, __, ___, document) => {
    revision += 1;
    return view(document);
  });
  vi.spyOn(api, 'card').mockImplementation(async () => new Blob(['card']));
  let made = 0;
  URL.createObjectURL = () => `blob:${(made += 1)}`;
  URL.revokeObjectURL = vi.fn();
  project = new ProjectManager('2'.repeat(32));
  await project.load();
  cards = new Cards(project);
  await cards.follow();
});
const key = (index: number) => project.scenes[index]?.key ?? '';
const asked = () => vi.mocked(api.card).mock.calls.map(([, scene]) => scene);

describe('cards', () => {
  it('are fetched by the numbers of their scenes, once', async () => {
    expect(asked()).toEqual([1, 3]);
    expect([...cards.urls]).toEqual([
      [key(0), 'blob:1'],
      [key(2), 'blob:2'],
    ]);
    await cards.follow();
    expect(asked()).toHaveLength(2);
  });

  it('are fetched anew when they look different, and only after that was saved', async () => {
    setScene(project, key(2), { card: 'The end' }, 'step_card');
    await cards.follow();
    expect(asked()).toHaveLength(2);
    await project.flush();
    await cards.follow();
    expect(asked()).toEqual([1, 3, 3]);
    expect(cards.urls.get(key(2))).toBe('blob:3');
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:2');
    setPart(project, 'reel', { format: 'square' });
    await project.flush();
    await cards.follow();
    expect(asked()).toEqual([1, 3, 3, 1, 3]);
  });

  it('go with their scenes', async () => {
    const gone = key(0);
    removeScenes(project, [gone]);
    await project.flush();
    await cards.follow();
    expect(cards.urls.has(gone)).toBe(false);
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1');
    cards.close();
    expect(cards.urls.size).toBe(0);
  });
});
