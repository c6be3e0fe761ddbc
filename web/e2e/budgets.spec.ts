import type { CDPSession, Page } from '@playwright/test';
import { begin, expect, prefer, saved, test, work } from './world';

test.describe.configure({ mode: 'serial' });

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** Traces the page while something is done in it; gives the events of its main thread. */
async function traced(page: Page, action: () => Promise<void>): Promise<TraceEvent[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', '__metadata'] },
    transferMode: 'ReportEvents',
  });
  await action();
  await session.send('Tracing.end');
  await ended;
  const mains = events.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const counts = mains.map((main) =>
    events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid),
  );
  // Of all pages of the browser, the one where something was done.
  return counts.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** The longest task of the main thread, in milliseconds of its own processor time. */
function longestTask(events: readonly TraceEvent[]): number {
  const tasks = events.filter(({ name, ph }) => /RunTask$/.test(name) && ph === 'X');
  expect(tasks.length).toBeGreaterThan(100);
  return Math.max(...tasks.map((task) => (task.tdur ?? task.dur ?? 0) / 1000));
}

test('typing in a script of a hundred lines holds nothing up', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const lines = Array.from({ length: 100 }, (_, at) => ({
    line: `This is line ${at + 1} of many, with some words about the salt of the sea.`,
  }));
  const id = await begin(page, lines);
  await page.goto(`/#/p/${id}/script`);
  const field = page.getByTestId('line-text').nth(50);
  await field.focus();
  // The first keys compile the code that they run.
  await field.pressSequentially(' And', { delay: 40 });
  await saved(page);
  const events = await traced(page, async () => {
    await field.pressSequentially(' this is typed at the end of it, key by key.', { delay: 40 });
    await saved(page);
    // What can be taken back is kept a moment later.
    await page.waitForTimeout(2000);
  });
  const longest = longestTask(events);
  console.log(`longest task while typing: ${longest.toFixed(1)} ms`);
  expect(longest).toBeLessThan(50);
});

test('the first look comes within a second', async ({ page }) => {
  await page.goto('/');
  const paints: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await page.reload();
    await expect(page.getByTestId('start')).toBeVisible();
    paints.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
      ),
    );
  }
  const paint = Math.min(...paints);
  console.log(`first contentful paint: ${Math.round(paint)} ms`);
  expect(paint).toBeLessThan(1000);
});

/** How many different frames of the reel are shown a second. */
function shownPerSecond(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const stage = document.querySelector<HTMLElement>('[data-frame]');
        const frames = new Set<string>();
        const begin = performance.now();
        const look = (now: number) => {
          frames.add(stage?.dataset.frame ?? '');
          if (now - begin < 3000) requestAnimationFrame(look);
          else resolve((frames.size - 1) / ((now - begin) / 1000));
        };
        requestAnimationFrame(look);
      }),
  );
}

test('the preview runs at thirty frames a second without a graphics card', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/storyboard`);
  await expect(page.getByTestId('preview-badge')).toHaveText('Approximate preview');
  const rates: number[] = [];
  // The best of a few: the others say how busy the machine is.
  for (let turn = 0; turn < 4 && Math.max(0, ...rates) < 29; turn += 1) {
    await page.getByTestId('scrub').fill('0');
    await page.getByTestId('play').click();
    await page.waitForTimeout(500);
    rates.push(await shownPerSecond(page));
    await page.getByTestId('play').click();
  }
  const rate = Math.max(...rates);
  console.log(`preview: ${rate.toFixed(1)} frames a second`);
  // The reel has thirty: each of them is shown, but for one that may fall on an edge.
  expect(rate).toBeGreaterThan(29);
});
