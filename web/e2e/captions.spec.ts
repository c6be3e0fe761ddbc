import type { Page } from '@playwright/test';
import { apart, previewFrame, seek, videoFrame } from './frames';
import { begin, expect, kept, keptScene, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en', quality: 'draft' }));

interface Captions {
  captions: {
    scene: number;
    text: string;
    pages: { words: { text: string; start: number; end: number }[] }[];
  }[];
  changes: number[];
}

async function captionsOf(page: Page, id: string): Promise<Captions> {
  return (await (await page.request.get(`/api/projects/${id}/captions`)).json()) as Captions;
}

const panel = (page: Page) => page.locator('main').getByTestId('captions-panel');
const stage = (page: Page) => page.getByTestId('preview').locator('[data-frame]');

async function renderOver(page: Page): Promise<string> {
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  return (await page.getByTestId('video').first().locator('video').getAttribute('src')) ?? '';
}

test('the captions of the preview are those of the video', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/render`);
  await panel(page).getByRole('radio', { name: 'Word by word' }).check();
  await panel(page).getByTestId('caption-look-boxed').check();
  await panel(page).getByRole('radio', { name: 'Top' }).check();
  await saved(page);
  expect((await kept(page, id)).document.captions).toMatchObject({
    style: 'word',
    look: 'boxed',
    position: 'upper',
  });
  await expect(stage(page)).toHaveAttribute('data-overlay', 'here');
  const url = await renderOver(page);

  const { captions } = await captionsOf(page, id);
  const words = captions.flatMap(({ pages }) => pages.flatMap((one) => one.words));
  expect(words.length).toBeGreaterThan(10);
  // The band in which captions at the top stand, between the sides that stay free.
  const band = { left: 0.12, top: 0.14, right: 0.88, bottom: 0.24 };
  for (const word of [words[1], words[5], words[8], words.at(-1)]) {
    const frame = Math.floor((((word?.start ?? 0) + (word?.end ?? 0)) / 2) * 30);
    await seek(page, (frame + 0.01) / 30);
    await expect(stage(page)).toHaveAttribute('data-overlay', 'here');
    const made = await videoFrame(page, url, (frame + 0.5) / 30);
    const shown = await previewFrame(page);
    expect(apart(shown, made), `frame ${frame}`).toBeLessThan(6);
    expect(apart(shown, made, band), `captions of frame ${frame}`).toBeLessThan(12);
    // Without them the preview is another picture there, so that this says something.
    const toggle = page.getByTestId('preview').getByRole('button', { name: 'Subtitles' });
    await toggle.click();
    await expect(stage(page)).toHaveAttribute('data-overlay', 'off');
    expect(apart(await previewFrame(page), made, band)).toBeGreaterThan(20);
    await toggle.click();
    await expect(stage(page)).toHaveAttribute('data-overlay', 'here');
  }
});

test('the look is chosen beside the preview, changed and taken back', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard`);
  await page.getByTestId('captions-look').click();
  const dialog = page.getByRole('dialog', { name: 'Subtitles' });
  await dialog.getByRole('radio', { name: 'Line' }).check();
  await dialog.getByTestId('caption-look-bold').check();
  await dialog.getByRole('radio', { name: 'Exact' }).check();
  await dialog.getByTestId('caption-height').fill('40');
  await dialog.getByTestId('caption-more').locator('summary').click();
  await dialog.getByTestId('caption-size').fill('1.5');
  await dialog.getByTestId('caption-color').fill('#00ff00');
  await dialog.getByTestId('caption-capitals').uncheck();
  await saved(page);
  const captions = async () => (await kept(page, id)).document.captions;
  expect(await captions()).toMatchObject({
    style: 'line',
    look: 'bold',
    height: 40,
    size: 1.5,
    color: '#00ff00',
    upper_case: false,
  });
  // Green letters at 40 percent of the height: the preview behind the dialog shows them.
  await expect(stage(page)).toHaveAttribute('data-overlay', 'here');
  const greens = async () => {
    const { width, samples } = await previewFrame(page);
    const rows: number[] = [];
    for (let at = 0; at < samples.length; at += 3) {
      const [red = 0, green = 0, blue = 0] = samples.slice(at, at + 3);
      if (green > 200 && red < 90 && blue < 90) rows.push(Math.floor(at / 3 / width));
    }
    return rows;
  };
  await expect.poll(async () => (await greens()).length).toBeGreaterThan(20);
  const rows = await greens();
  const middle = rows.reduce((sum, row) => sum + row, 0) / rows.length / 160;
  expect(Math.abs(middle - 0.4)).toBeLessThan(0.05);

  await dialog.getByRole('button', { name: 'As it was: Letter size' }).click();
  await saved(page);
  expect((await captions())?.size ?? null).toBeNull();
  await dialog.getByTestId('caption-reset').click();
  await dialog.getByRole('radio', { name: 'Bottom' }).check();
  await saved(page);
  const left = Object.entries((await captions()) ?? {}).filter(([, value]) => value !== null);
  expect(Object.fromEntries(left)).toEqual({ style: 'line', look: 'bold', position: 'lower' });
  await expect.poll(async () => (await greens()).length).toBe(0);
});

test('captions go out as text, are edited, and come back', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/render`);
  const download = async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('captions-download').click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.srt$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  const upload = (text: string) =>
    page.getByTestId('captions-input').setInputFiles({
      name: 'edited.srt',
      mimeType: 'application/x-subrip',
      buffer: Buffer.from(text),
    });
  const texts = async () => (await captionsOf(page, id)).captions.map(({ text }) => text);

  const original = await download();
  expect(original).toMatch(/^1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\nRivers carry salt/);
  // Unchanged, it leaves nothing in the project.
  await upload(original);
  await expect(page.getByTestId('captions-upload')).not.toHaveAttribute('aria-busy', 'true');
  expect((await keptScene(page, id, 1)).captions ?? []).toEqual([]);

  await upload(original.replace('The sun takes the water.', 'The SUN takes it all.'));
  await expect(page.getByTestId('captions-own')).toHaveCount(1);
  expect(await texts()).toContain('The SUN takes it all.');
  expect(await download()).toContain('The SUN takes it all.');
  expect((await keptScene(page, id, 2)).captions).toHaveLength(1);

  // A file with mistakes changes nothing, and tells where they are.
  await upload('1\n00:00:05,000 --> 00:00:02,000\nBackwards\n');
  await expect(page.getByTestId('captions-mistakes')).toContainText('Line 2');
  expect(await texts()).toContain('The SUN takes it all.');

  await page.goto(`/#/p/${id}/storyboard/2`);
  await expect(page.getByTestId('own-captions')).toContainText('The SUN takes it all.');
  await page.getByTestId('captions-of-line').click();
  await expect(page.getByTestId('own-captions')).toBeHidden();
  await saved(page);
  expect(await texts()).toContain('The sun takes the water.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await saved(page);
  expect(await texts()).toContain('The SUN takes it all.');
});
