import { expect, test as base, type Page } from '@playwright/test';
import { Service, type Wanted } from './service';

interface Fixtures {
  /** What a service must be like that the test has for itself; else it uses the common one. */
  wanted: Wanted | null;
  service: Service | null;
  guard: void;
}

/** A test that fails when the page asks another origin, breaks its policy, or throws. */
export const test = base.extend<Fixtures>({
  wanted: [null, { option: true }],
  service: async ({ wanted }, use) => {
    if (!wanted) return use(null);
    const service = new Service(wanted);
    await service.begin();
    await use(service);
    await service.end();
  },
  baseURL: async ({ service, baseURL }, use) => use(service?.url ?? baseURL),
  guard: [
    async ({ page, baseURL }, use) => {
      const foreign: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== baseURL) {
          foreign.push(request.url());
        }
      });
      page.on('console', (message) => {
        const text = message.text();
        // What a test provokes is told by the browser as well.
        if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(text)) {
          errors.push(text);
        }
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await use();
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The service that a test has for itself. */
export function own(service: Service | null): Service {
  if (!service) throw new Error('the test wants no service of its own');
  return service;
}

export type Language = 'uz' | 'en' | 'ru';

/** Chooses the language and look of the page before it is opened. */
export async function prefer(
  page: Page,
  prefs: {
    language?: Language;
    appearance?: 'light' | 'dark';
    length?: number;
    quality?: 'draft';
    localHintIsSeen?: boolean;
  },
): Promise<void> {
  await page.addInitScript((wanted) => {
    if (!location.protocol.startsWith('http')) return;
    const known = JSON.parse(localStorage.getItem('reelcraft.prefs') ?? '{}') as object;
    localStorage.setItem('reelcraft.prefs', JSON.stringify({ ...wanted, ...known }));
  }, prefs);
}

export interface Line {
  line: string;
  prompt?: string;
  card?: string;
}

/** Lines between a title and an end of words alone, with captions: all that a step can show. */
export const WITH_CARDS = (lines: Line[]): Line[] => [
  { line: '', card: 'Salt\nof the sea' },
  ...lines,
  { line: '', card: 'Thanks' },
];
export const CAPTIONS = { captions: { style: 'word' } };

export const LINES: Line[] = [
  { line: 'Rivers carry salt to the sea.', prompt: 'A mountain river at dawn' },
  { line: 'The sun takes the water.', prompt: 'The sun over a calm sea' },
  { line: 'The salt stays behind.', prompt: 'White salt on dark stones' },
];

/** Begins a project over the API, with other parts of its document; gives its id. */
export async function begin(
  page: Page,
  scene: Line[] = LINES,
  language = 'en',
  name = 'Why the sea is salty',
  parts: object = {},
): Promise<string> {
  const response = await page.request.post('/api/projects', {
    data: { name, document: { reel: { topic: name, language }, scene, ...parts } },
  });
  expect(response.status(), await response.text()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** Has work done over the API and waits for it. */
export async function work(page: Page, id: string, kind: string, data: object = {}): Promise<void> {
  const response = await page.request.post(`/api/projects/${id}/work/${kind}`, {
    data,
    timeout: 100_000,
  });
  expect(response.status(), await response.text()).toBe(200);
}

interface KeptScene {
  line: string;
  image?: string;
  prompt?: string;
  motion?: string;
  transition?: string;
  focus?: [number, number];
  duration?: number;
  locked?: boolean;
  strength?: number;
  voice?: string;
  card?: string;
  background?: string;
  captions?: { start: number; end: number; text: string }[];
}

/** What the service has of a project. */
export async function kept(page: Page, id: string) {
  return (await (await page.request.get(`/api/projects/${id}`)).json()) as {
    revision: number;
    document: {
      reel: { topic: string; style?: string; scenes?: number; format?: string };
      scene: KeptScene[];
      music: { volume: number; track: string } & Record<string, unknown>;
      voice: { provider?: string; file?: string; trim?: boolean; gate?: boolean };
      captions?: Record<string, unknown>;
      watermark?: { image?: string; position?: string; opacity?: number; size?: number };
      cover?: { image?: string; at?: number };
    };
    states: { voice: string; scenes: { image: string }[] };
    voiceover?: { audio_url: string; lines: { start: number; end: number }[] };
  };
}

/** The scene of a project, by its number from 1. */
export async function keptScene(page: Page, id: string, number: number): Promise<KeptScene> {
  const scene = (await kept(page, id)).document.scene[number - 1];
  if (!scene) throw new Error(`there is no scene ${number}`);
  return scene;
}

export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
}

/** The id of the project that is open. */
export function openedId(page: Page): string {
  const id = /p\/([0-9a-f]{32})/.exec(page.url())?.[1];
  if (!id) throw new Error(`no project is open at ${page.url()}`);
  return id;
}

/** The cards of the board, or those in one state. */
export const cardsOf = (page: Page, state?: string) =>
  state
    ? page.locator(`[data-testid=scene-card][data-state=${state}]`)
    : page.getByTestId('scene-card');
