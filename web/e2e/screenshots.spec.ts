import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { sampleDocument } from '../src/steps/topic/sample';
import { begin, CAPTIONS, expect, prefer, test, work } from './world';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const STEPS = ['topic', 'script', 'storyboard', 'audio', 'render'] as const;
const folder = process.env.SCREENSHOTS ?? 'test-results/screenshots';

/** Those that the README shows, by the names that they have there. */
const SHOWN: Record<string, string> = {
  'en-desk-light-3-storyboard': 'desk-light-3-storyboard',
  'uz-desk-dark-4-audio': 'desk-dark-4-audio',
  'uz-phone-light-0-start': 'phone-light-0-start',
  'uz-phone-dark-3-storyboard': 'phone-dark-3-storyboard',
};

/** Writes a picture as a smaller one, which the browser makes. */
async function writeSmall(page: Page, png: Buffer, path: string): Promise<void> {
  const base64 = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.86).split(',')[1] ?? '';
  }, png.toString('base64'));
  writeFileSync(path, Buffer.from(base64, 'base64'));
}

for (const language of ['uz', 'en', 'ru'] as const) {
  test(`every step in pictures: ${language}`, async ({ page }) => {
    test.setTimeout(600_000);
    await prefer(page, { language, localHintIsSeen: true });
    const sample = sampleDocument(language);
    const lines = (sample.scene ?? []).map(({ line, prompt }) => ({
      line: line ?? '',
      prompt: prompt ?? undefined,
    }));
    const topic = sample.reel?.topic ?? '';
    const scenes = [{ line: '', card: topic }, ...lines];
    const id = await begin(page, scenes, language, topic, CAPTIONS);
    await work(page, id, 'visuals');
    await work(page, id, 'voiceover');
    await work(page, id, 'render', { quality: 'draft' });
    for (const appearance of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: appearance });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const shoot = async (place: string) => {
          // What has been asked for comes, and pictures are decoded.
          await page.waitForTimeout(900);
          const name = `${language}-${size.name}-${appearance}-${place}`;
          const png = await page.screenshot({ path: `${folder}/${name}.png` });
          const shown = SHOWN[name];
          if (shown) await writeSmall(page, png, `pictures/${shown}.webp`);
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
        await page.goto(`/#/p/${id}/storyboard/1`);
        await expect(page.getByTestId('card-words')).toBeVisible();
        await shoot('7-card');
        await page.goto(`/#/p/${id}/render`);
        await page.getByTestId('caption-more').locator('summary').click();
        await page.getByTestId('captions-panel').evaluate((panel) => panel.scrollIntoView());
        await shoot('8-captions');
      }
    }
  });
}
