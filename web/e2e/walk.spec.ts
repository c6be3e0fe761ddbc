import { deflateSync } from 'node:zlib';
import { begin, expect, kept, prefer, saved, test, work, type Language } from './world';

/** A picture that no one else has: a PNG of one colour. */
export function png(width: number, height: number, colour: [number, number, number]): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(colour))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const TOPICS: Record<Language, string> = {
  uz: 'Nega dengiz suvi shoʻr?',
  en: 'Why is the sea salty?',
  ru: 'Почему море солёное?',
};
const WORDS: Record<Language, string[]> = {
  uz: [
    'Boshlash',
    'Vizual Tasvirlarni Yaratish',
    'Ovozli Matn Yaratish',
    'Videoni Render Qilish',
    'Yuklab Olish',
  ],
  en: ['Start', 'Generate images', 'Generate voiceover', 'Render video', 'Download'],
  ru: ['Начать', 'Создать изображения', 'Создать озвучку', 'Собрать видео', 'Скачать'],
};

for (const language of ['uz', 'en', 'ru'] as const) {
  test(`from a topic to a video: ${language}`, async ({ page }) => {
    test.setTimeout(240_000);
    await prefer(page, { language });
    const [start = '', visuals = '', voice = '', render = '', download = ''] = WORDS[language];

    await page.goto('/');
    await page.getByTestId('topic').fill(TOPICS[language]);
    await page.getByRole('button', { name: start, exact: true }).click();

    // Step 2: the script comes, is edited, and is still there after a reload.
    await expect(page.getByTestId('line').first()).toBeVisible({ timeout: 30_000 });
    const count = await page.getByTestId('line').count();
    expect(count).toBeGreaterThan(2);
    const first = page.getByTestId('line-text').first();
    await first.fill('Salt 1. Salt 2.');
    await saved(page);
    await page.reload();
    await expect(first).toHaveValue('Salt 1. Salt 2.');
    await page.getByRole('button', { name: visuals, exact: true }).click();

    // Step 3: every picture comes; one is drawn anew, one is brought.
    const cards = page.getByTestId('scene-card');
    await expect(page.locator('[data-testid=scene-card][data-state=ready]')).toHaveCount(count, {
      timeout: 90_000,
    });
    await cards.nth(0).getByTestId('prompt').fill('A small boat under many stars');
    const before = await cards.nth(0).locator('img').getAttribute('src');
    await cards.nth(0).getByTestId('scene-regenerate').click();
    await expect(cards.nth(0).locator('img')).not.toHaveAttribute('src', before ?? '');
    await cards
      .nth(1)
      .getByTestId('scene-file')
      .setInputFiles({
        name: 'mine.png',
        mimeType: 'image/png',
        buffer: png(540, 960, [200, 80, 40]),
      });
    await expect(cards.nth(1).locator('img')).toHaveAttribute('src', /^\/uploads\//);
    await saved(page);
    await page.reload();
    await expect(cards.nth(1).locator('img')).toHaveAttribute('src', /^\/uploads\//);
    await page.getByTestId('to-audio').click();

    // Step 4: voice, music, volume.
    await page.getByRole('button', { name: voice, exact: true }).click();
    await expect(page.getByTestId('to-render')).toBeVisible({ timeout: 60_000 });
    await page.getByTestId('music-calm').check();
    await page.getByTestId('music-volume').fill('35');
    await saved(page);
    const id = /p\/([0-9a-f]{32})/.exec(page.url())?.[1] ?? '';
    await expect
      .poll(async () => (await kept(page, id)).document.music)
      .toMatchObject({
        track: 'calm',
        volume: 0.35,
      });
    await page.reload();
    await expect(page.getByTestId('music-calm')).toBeChecked();
    await page.getByTestId('to-render').click();

    // Step 5: the video, which plays and is the file that is taken along.
    await page.locator('[name]').first().waitFor({ state: 'attached' });
    await page
      .locator('fieldset label')
      .filter({ hasText: /Qoralama|Draft|Черновик/ })
      .click();
    await page.getByRole('button', { name: render, exact: true }).click();
    await expect(page.getByTestId('render-progress')).toBeVisible();
    await page.reload();
    await expect(page.getByTestId('result')).toBeVisible({ timeout: 120_000 });
    const video = page.locator('video');
    await video.evaluate((element: HTMLVideoElement) => {
      element.muted = true;
      return element.play();
    });
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(0.3);
    const length = await video.evaluate((element: HTMLVideoElement) => element.duration);
    const jobs = (await (await page.request.get(`/api/jobs?project=${id}`)).json()) as {
      jobs: { kind: string; result?: { video?: { duration: number; bytes: number } } }[];
    };
    const made = jobs.jobs.find((job) => job.kind === 'render')?.result?.video;
    expect(length).toBeCloseTo(made?.duration ?? 0, 0);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: download, exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.mp4$/);
  });
}

test('the preview follows the plan and the voice', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/audio`);
  const opener = page.getByTestId('open-preview');
  await expect(page.getByTestId('timeline')).toBeVisible();
  if (await opener.isVisible()) await opener.click();
  const stage = page.getByTestId('preview').locator('[data-scene]');
  await page.getByTestId('play').click();
  await expect(stage).toHaveAttribute('data-scene', '2');
  await expect(stage).toHaveAttribute('data-scene', '3');
});
