import { begin, expect, prefer, saved, test, work } from './world';

test('typing in a script of a hundred lines holds nothing up', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const lines = Array.from({ length: 100 }, (_, at) => ({
    line: `This is line ${at + 1} of many.`,
  }));
  const id = await begin(page, lines);
  await page.goto(`/#/p/${id}/script`);
  const field = page.getByTestId('line-text').nth(50);
  await field.focus();
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(window, { long });
    new PerformanceObserver((list) => {
      long.push(...list.getEntries().map((entry) => entry.duration));
    }).observe({ entryTypes: ['longtask'] });
  });
  await field.pressSequentially(' And this is typed at the end of it.', { delay: 40 });
  await saved(page);
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
  console.log('long tasks', long);
  // A task now and then may be the machine's own; typing has thirty-six of them.
  expect(long.length).toBeLessThan(4);
});

test('the preview runs smoothly without a graphics card', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/storyboard`);
  await page.getByTestId('play').click();
  await page.waitForTimeout(500);
  const frames = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const seen = new Set<string>();
        const begin = performance.now();
        const look = () => {
          seen.add(document.querySelector<HTMLElement>('[data-frame]')?.dataset.frame ?? '');
          if (performance.now() - begin < 3000) requestAnimationFrame(look);
          else resolve(seen.size);
        };
        look();
      }),
  );
  console.log('frames a second', frames / 3);
  expect(frames / 3).toBeGreaterThan(20);
});

test('the first look comes within a second', async ({ page }) => {
  await page.goto('/');
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  console.log('first contentful paint', Math.round(paint), 'ms');
  expect(paint).toBeLessThan(2000);
});
