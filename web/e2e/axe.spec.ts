import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { begin, expect, prefer, test, work } from './world';

async function scan(page: Page): Promise<void> {
  // Colours that are still fading would be measured on their way.
  await page.waitForTimeout(400);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const told = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 260)}`)
        .join(' | ')}`,
  );
  expect(told).toEqual([]);
}

for (const appearance of ['light', 'dark'] as const) {
  test(`every step can be used by everybody: ${appearance}`, async ({ page }) => {
    test.setTimeout(180_000);
    await prefer(page, { language: 'uz', appearance });
    const id = await begin(page);
    await work(page, id, 'visuals');
    await work(page, id, 'voiceover');
    await work(page, id, 'render', { quality: 'draft' });
    await page.goto('/');
    await expect(page.getByTestId('start')).toBeVisible();
    await scan(page);
    for (const step of ['topic', 'script', 'storyboard', 'audio', 'render']) {
      await page.goto(`/#/p/${id}/${step}`);
      await expect(page.getByTestId('save-state')).toBeVisible();
      await scan(page);
    }
    await page.goto(`/#/p/${id}/storyboard/1`);
    await expect(page.getByTestId('scene-detail')).toBeVisible();
    await scan(page);
  });
}
