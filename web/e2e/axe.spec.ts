import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { begin, CAPTIONS, expect, LINES, prefer, test, WITH_CARDS, work } from './world';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

async function scan(page: Page, where: string): Promise<void> {
  // What lies half under a bar that stays is scrolled out from under it: that says nothing.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (getComputedStyle(element).position === 'sticky') element.style.position = 'static';
    }
  });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const told = violations.map(
    ({ id, nodes }) =>
      `${where}, ${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 260)}`)
        .join(' | ')}`,
  );
  expect(told).toEqual([]);
}

for (const appearance of ['light', 'dark'] as const) {
  test(`every step can be used by everybody: ${appearance}`, async ({ page }) => {
    // Colours that are still fading would be measured on their way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await prefer(page, { language: 'uz', appearance });
    const id = await begin(page, WITH_CARDS(LINES), 'en', 'Why the sea is salty', CAPTIONS);
    await work(page, id, 'visuals');
    await work(page, id, 'voiceover');
    await work(page, id, 'render', { quality: 'draft' });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto('/');
      await expect(page.getByTestId('start')).toBeVisible();
      await scan(page, `${size.name}, start`);
      for (const step of [
        'topic',
        'script',
        'storyboard',
        'audio',
        'render',
        'storyboard/1',
        'storyboard/2',
      ]) {
        await page.goto(`/#/p/${id}/${step}`);
        await expect(page.getByTestId('save-state')).toBeVisible();
        if (step.includes('/')) await expect(page.getByTestId('scene-detail')).toBeVisible();
        await expect(page.locator('main h1')).toBeAttached();
        const folded = page.locator('main details:not([open]) > summary');
        while ((await folded.count()) > 0) await folded.first().click();
        await scan(page, `${size.name}, ${step}`);
      }
    }
  });
}
