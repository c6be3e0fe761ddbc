import { png } from './pictures';
import { apart, colourOf, previewFrame, seek, videoFrame } from './frames';
import { begin, expect, kept, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en', quality: 'draft' }));

test('one render makes a video of each format, with its files', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/render`);
  await page.getByTestId('format-square').check();
  await page.reload();
  await expect(page.getByTestId('format-square')).toBeChecked();
  await page.getByTestId('render').click();
  const videos = page.getByTestId('video');
  await expect(videos).toHaveCount(2, { timeout: 150_000 });
  await expect(videos.nth(0)).toHaveAttribute('data-format', 'reel');
  await expect(videos.nth(1)).toHaveAttribute('data-format', 'square');
  await expect(videos.nth(0)).toContainText('540×960');
  await expect(videos.nth(1)).toContainText('540×540');
  const begins: Record<string, RegExp> = {
    'download-srt': /^1\n00:00:00,\d{3} --> /,
    'download-vtt': /^WEBVTT/,
    'download-ass': /^\[Script Info\]/,
  };
  for (const video of [videos.nth(0), videos.nth(1)]) {
    for (const [name, beginning] of Object.entries(begins)) {
      const url = (await video.getByTestId(name).getAttribute('href')) ?? '';
      expect(await (await page.request.get(url)).text()).toMatch(beginning);
    }
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      video.getByTestId('download-mp4').click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/-(reel|square)-\d{4}-\d\d-\d\d\.mp4$/);
    const cover = (await video.getByTestId('download-cover').getAttribute('href')) ?? '';
    const jpeg = await (await page.request.get(cover)).body();
    expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
  }

  // The preview shows the one that is chosen for it; that becomes the project's own.
  await page.getByRole('radio', { name: 'Square 1:1' }).check();
  await saved(page);
  expect((await kept(page, id)).document.reel.format).toBe('square');
  const frame = await previewFrame(page);
  expect(frame.width).toBe(frame.height);
  await page.getByTestId('format-square').uncheck();
  await saved(page);
  expect((await kept(page, id)).document.reel.format).toBe('reel');
  // The last one stays.
  await page.getByTestId('format-reel').click();
  await expect(page.getByTestId('format-reel')).toBeChecked();
});

test('the cover is a chosen moment, or a picture of one’s own', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/render`);
  await seek(page, 4);
  await page.getByTestId('cover-take').click();
  await saved(page);
  expect((await kept(page, id)).document.cover?.at).toBeCloseTo(4, 1);
  await expect(page.getByTestId('cover')).toBeVisible();
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  const poster = async () => {
    const url = await page.getByTestId('download-cover').getAttribute('href');
    return page.evaluate(async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      const context = new OffscreenCanvas(90, 160).getContext('2d')!;
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, 90, 160);
      const samples = [...context.getImageData(0, 0, 90, 160).data];
      return { width: 90, height: 160, samples: samples.filter((_, at) => at % 4 !== 3) };
    }, url ?? '');
  };
  expect(apart(await poster(), await previewFrame(page))).toBeLessThan(6);

  await page.getByTestId('cover-file').setInputFiles({
    name: 'cover.png',
    mimeType: 'image/png',
    buffer: png(540, 960, [20, 200, 120]),
  });
  await expect(page.getByRole('img', { name: 'Cover', exact: true })).toBeVisible();
  await saved(page);
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  const [red, green, blue] = colourOf(await poster(), { left: 0, top: 0, right: 1, bottom: 1 });
  expect(Math.abs(red - 20) + Math.abs(green - 200) + Math.abs(blue - 120)).toBeLessThan(24);
  await page.getByTestId('cover-reset').click();
  await saved(page);
  const { at, image } = (await kept(page, id)).document.cover ?? {};
  expect([at ?? null, image ?? null]).toEqual([null, null]);
});

test('a logo lies over the preview and the video, in its corner', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/render`);
  await page.getByTestId('watermark-file').setInputFiles({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: png(200, 200, [255, 0, 255]),
  });
  await page.getByTestId('corner-upper-left').check();
  await page.getByTestId('watermark-size').fill('25');
  await page.getByTestId('watermark-opacity').fill('100');
  await saved(page);
  expect((await kept(page, id)).document.watermark).toMatchObject({
    position: 'upper-left',
    size: 25,
    opacity: 1,
  });
  const corner = { left: 0.08, top: 0.1, right: 0.26, bottom: 0.18 };
  const isMagenta = ([red, green, blue]: [number, number, number]) =>
    red > 215 && green < 40 && blue > 215;
  await seek(page, 2);
  await expect.poll(async () => isMagenta(colourOf(await previewFrame(page), corner))).toBe(true);
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  const url = (await page.getByTestId('video').locator('video').getAttribute('src')) ?? '';
  const made = await videoFrame(page, url, 2 + 0.5 / 30);
  expect(isMagenta(colourOf(made, corner))).toBe(true);
  await seek(page, 2);
  expect(apart(await previewFrame(page), made)).toBeLessThan(6);

  await page.getByTestId('watermark-remove').click();
  await saved(page);
  await expect.poll(async () => isMagenta(colourOf(await previewFrame(page), corner))).toBe(false);
});
