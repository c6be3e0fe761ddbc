import { sampleDocument } from '../src/steps/topic/sample';
import { begin, expect, prefer, test, work } from './world';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const STEPS = ['topic', 'script', 'storyboard', 'audio', 'render'] as const;
const folder = process.env.SCREENSHOTS ?? 'test-results/screenshots';

for (const language of ['uz', 'en', 'ru'] as const) {
  test(`every step in pictures: ${language}`, async ({ page }) => {
    test.setTimeout(600_000);
    await prefer(page, { language, localHintIsSeen: true });
    const sample = sampleDocument(language);
    const lines = (sample.scene ?? []).map(({ line, prompt }) => ({
      line: line ?? '',
      prompt: prompt ?? undefined,
    }));
    const id = await begin(page, lines, language, sample.reel?.topic ?? undefined);
    await work(page, id, 'visuals');
    await work(page, id, 'voiceover');
    await work(page, id, 'render', { quality: 'draft' });
    for (const appearance of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: appearance, reducedMotion: 'reduce' });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const shoot = async (name: string) => {
          // What has been asked for comes, and pictures are decoded.
          await page.waitForTimeout(700);
          const path = `${folder}/${language}-${size.name}-${appearance}-${name}.png`;
          await page.screenshot({ path });
        };
        await page.goto('/');
        await expect(page.getByTestId('start')).toBeVisible();
        await shoot('0-start');
        for (const [index, step] of STEPS.entries()) {
          await page.goto(`/#/p/${id}/${step}`);
          await expect(page.getByTestId('save-state')).toBeVisible();
          await shoot(`${index + 1}-${step}`);
        }
        await page.goto(`/#/p/${id}/storyboard/2`);
        await expect(page.getByTestId('scene-detail')).toBeVisible();
        await shoot('6-scene');
      }
    }
  });
}
