import { expect, test as base, type Page } from '@playwright/test';

/** A test that fails when the page asks another origin, breaks its policy, or throws. */
export const test = base.extend<{ guard: void }>({
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

export type Language = 'uz' | 'en' | 'ru';

/** Chooses the language and look of the page before it is opened. */
export async function prefer(
  page: Page,
  prefs: { language?: Language; appearance?: 'light' | 'dark'; localHintIsSeen?: boolean },
): Promise<void> {
  await page.addInitScript((wanted) => {
    const known = JSON.parse(localStorage.getItem('reelcraft.prefs') ?? '{}') as object;
    localStorage.setItem('reelcraft.prefs', JSON.stringify({ ...wanted, ...known }));
  }, prefs);
}

export interface Line {
  line: string;
  prompt?: string;
}

export const LINES: Line[] = [
  { line: 'Rivers carry salt to the sea.', prompt: 'A mountain river at dawn' },
  { line: 'The sun takes the water.', prompt: 'The sun over a calm sea' },
  { line: 'The salt stays behind.', prompt: 'White salt on dark stones' },
];

/** Begins a project over the API; gives its id. */
export async function begin(page: Page, scene: Line[] = LINES, language = 'en'): Promise<string> {
  const response = await page.request.post('/api/projects', {
    data: {
      name: 'Why the sea is salty',
      document: { reel: { topic: 'The sea', language }, scene },
    },
  });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** Has work done over the API and waits for it. */
export async function work(page: Page, id: string, kind: string, data: object = {}): Promise<void> {
  const response = await page.request.post(`/api/projects/${id}/work/${kind}`, {
    data,
    timeout: 30_000,
  });
  expect(response.status(), await response.text()).toBe(200);
}

/** What the service has of a project. */
export async function kept(page: Page, id: string) {
  const view = (await (await page.request.get(`/api/projects/${id}`)).json()) as {
    revision: number;
    document: {
      scene: { line: string; image?: string; prompt?: string; motion?: string }[];
      music: { volume: number; track: string };
    };
    states: { voice: string };
  };
  return view;
}

export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
}
