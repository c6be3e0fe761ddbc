import type { Page } from '@playwright/test';
import { png } from './pictures';
import { cardsOf, expect, kept, openedId, prefer, saved, type Language } from './world';

const TOPICS: Record<Language, string> = {
  uz: 'Nega dengiz suvi shoʻr?',
  en: 'Why is the sea salty?',
  ru: 'Почему море солёное?',
};

/** The buttons of the way, as they are called in each language. */
export const WORDS = {
  uz: {
    start: 'Boshlash',
    visuals: 'Vizual Tasvirlarni Yaratish',
    regenerate: 'Qayta Yaratish',
    upload: 'Yuklash',
    voice: 'Ovozli Matn Yaratish',
    render: 'Videoni Render Qilish',
    download: 'Yuklab Olish',
  },
  en: {
    start: 'Start',
    visuals: 'Generate images',
    regenerate: 'Regenerate',
    upload: 'Upload',
    voice: 'Generate voiceover',
    render: 'Render video',
    download: 'Download',
  },
  ru: {
    start: 'Начать',
    visuals: 'Создать изображения',
    regenerate: 'Создать заново',
    upload: 'Загрузить',
    voice: 'Создать озвучку',
    render: 'Собрать видео',
    download: 'Скачать',
  },
} as const satisfies Record<Language, object>;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The whole way from a topic to the file of the video, with a reload in every step. */
export async function walk(page: Page, language: Language): Promise<void> {
  const words = WORDS[language];
  await prefer(page, { language, length: 15, quality: 'draft' });

  // Step 1: what is typed is still there after a reload.
  await page.goto('/');
  await page.getByTestId('topic').fill(TOPICS[language]);
  await page.reload();
  await expect(page.getByTestId('topic')).toHaveValue(TOPICS[language]);
  await button(page, words.start).click();

  // Step 2: the script comes, is edited, and is still there after a reload.
  await expect(page.getByTestId('line').first()).toBeVisible();
  await expect(page.getByTestId('activity-chip')).toBeHidden();
  const count = await page.getByTestId('line').count();
  expect(count).toBeGreaterThanOrEqual(3);
  const first = page.getByTestId('line-text').first();
  await first.fill('Salt 1. Salt 2.');
  await page.reload();
  await expect(first).toHaveValue('Salt 1. Salt 2.');
  await saved(page);
  await button(page, words.visuals).click();

  // Step 3: every picture comes, also over a reload; one is drawn anew, one is brought.
  await expect(page.getByTestId('board-progress')).toBeVisible();
  await page.reload();
  await expect(cardsOf(page, 'ready')).toHaveCount(count, { timeout: 60_000 });
  const [card, other] = [cardsOf(page).nth(0), cardsOf(page).nth(1)];
  await card.getByTestId('prompt').fill('A small boat under many stars');
  const before = (await card.locator('img').getAttribute('src')) ?? '';
  await expect(card.getByTestId('scene-regenerate')).toHaveText(words.regenerate);
  await card.getByTestId('scene-regenerate').click();
  await expect(card.locator('img')).not.toHaveAttribute('src', before);
  await expect(other.getByTestId('scene-upload')).toHaveText(words.upload);
  await other.getByTestId('scene-file').setInputFiles({
    name: 'mine.png',
    mimeType: 'image/png',
    buffer: png(540, 960, [200, 80, 40]),
  });
  await expect(other.locator('img')).toHaveAttribute('src', /^\/uploads\//);
  await saved(page);
  await page.reload();
  await expect(other.locator('img')).toHaveAttribute('src', /^\/uploads\//);
  await page.getByTestId('to-audio').click();

  // Step 4: voice, music, volume.
  await button(page, words.voice).click();
  await expect(page.getByTestId('to-render')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('music-calm').check();
  await page.getByTestId('music-volume').fill('35');
  await saved(page);
  const id = openedId(page);
  expect((await kept(page, id)).document.music).toMatchObject({ track: 'calm', volume: 0.35 });
  await page.reload();
  await expect(page.getByTestId('music-calm')).toBeChecked();
  await expect(page.getByTestId('music-volume')).toHaveValue('35');
  await page.getByTestId('to-render').click();

  // Step 5: the video is made over a reload, plays, and is the file that is taken along.
  await button(page, words.render).click();
  await expect(page.getByTestId('render-progress')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 100_000 });
  await plays(page, id);
  await download(page, words.download);
}

/** The video of the page plays, and is as long as the service says. */
async function plays(page: Page, id: string): Promise<void> {
  const video = page.locator('video');
  await video.evaluate((element: HTMLVideoElement) => {
    element.muted = true;
    return element.play();
  });
  const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await expect.poll(time).toBeGreaterThan(0.3);
  const answer = await page.request.get(`/api/jobs?project=${id}`);
  const { jobs } = (await answer.json()) as {
    jobs: { kind: string; result?: { video?: { duration: number; video_url: string } } }[];
  };
  const made = jobs.find((job) => job.kind === 'render')?.result?.video;
  const shown = await video.evaluate((element: HTMLVideoElement) => ({
    duration: element.duration,
    path: new URL(element.currentSrc).pathname,
  }));
  expect(shown.path).toBe(made?.video_url);
  expect(shown.duration).toBeGreaterThan(5);
  expect(Math.abs(shown.duration - (made?.duration ?? 0))).toBeLessThan(0.1);
}

/** What is downloaded is, byte for byte, the MP4 that plays in the page. */
async function download(page: Page, name: string): Promise<void> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('download').click(),
  ]);
  await expect(page.getByTestId('download')).toHaveText(name);
  expect(file.suggestedFilename()).toMatch(/^[\p{L}\p{N}ʻʼ-]+-\d{4}-\d\d-\d\d\.mp4$/u);
  const stream = await file.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const taken = Buffer.concat(chunks);
  expect(taken.subarray(4, 8).toString('latin1')).toBe('ftyp');
  const path = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentSrc);
  const served = await (await page.request.get(path)).body();
  expect(taken.equals(served)).toBe(true);
}
