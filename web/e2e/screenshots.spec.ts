import { begin, prefer, test, work, expect } from './world';
import { sampleDocument } from '../src/steps/topic/sample';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const STEPS = ['topic', 'script', 'storyboard', 'audio', 'render'] as const;
const folder = process.env.SCREENSHOTS ?? 'test-results/screenshots';

let id = '';

test('a project to be shown', async ({ page }) => {
  test.setTimeout(180_000);
  const lines = (sampleDocument('uz').scene ?? []).map(({ line, prompt }) => ({
    line: line ?? '',
    prompt: prompt ?? undefined,
  }));
  id = await begin(page, lines, 'uz');
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await work(page, id, 'render', { quality: 'draft' });
});

for (const size of SIZES) {
  for (const appearance of ['light', 'dark'] as const) {
    test(`${size.name} ${appearance}`, async ({ page }) => {
      await page.setViewportSize({ width: size.width, height: size.height });
      await prefer(page, { language: 'uz', appearance, localHintIsSeen: true });
      const shoot = (name: string) =>
        page.screenshot({ path: `${folder}/${size.name}-${appearance}-${name}.png` });
      await page.goto('/');
      await expect(page.getByTestId('start')).toBeVisible();
      await page.waitForTimeout(500);
      await shoot('0-start');
      for (const [index, step] of STEPS.entries()) {
        await page.goto(`/#/p/${id}/${step}`);
        await expect(page.getByTestId('save-state')).toBeVisible();
        await page.waitForTimeout(900);
        await shoot(`${index + 1}-${step}`);
      }
      await page.goto(`/#/p/${id}/storyboard/2`);
      await expect(page.getByTestId('scene-detail')).toBeVisible();
      await page.waitForTimeout(500);
      await shoot('6-scene');
    });
  }
}
