import { wav } from './sounds';
import { begin, expect, kept, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en' }));

test('one line is spoken again, and an earlier voice comes back', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'voiceover');
  const before = (await kept(page, id)).voiceover?.audio_url;
  await page.goto(`/#/p/${id}/audio`);
  await expect(page.getByTestId('spoken-line')).toHaveCount(3);
  await page.getByTestId('line-again').nth(1).click();
  const jobs = async () => {
    const answer = await page.request.get(`/api/jobs?project=${id}`);
    const all = (await answer.json()) as { jobs: { state: string }[] };
    return all.jobs.map((job) => job.state);
  };
  await expect.poll(jobs).toEqual(['succeeded', 'succeeded']);
  await expect(page.getByTestId('spoken-line')).toHaveCount(3);

  // Other words are another voiceover; the first one is still there.
  await page.goto(`/#/p/${id}/script`);
  await page.getByTestId('line-text').nth(1).fill('The sun takes the water up to the clouds.');
  await saved(page);
  await page.goto(`/#/p/${id}/audio`);
  await expect(page.getByText('the recording is older')).toBeVisible();
  await page.getByTestId('make-voice').click();
  await expect(page.getByTestId('to-render')).toBeVisible();
  expect((await kept(page, id)).voiceover?.audio_url).not.toBe(before);
  await page.getByTestId('voice-versions').locator('summary').click();
  await page.getByTestId('voice-restore').first().click();
  await expect.poll(async () => (await kept(page, id)).voiceover?.audio_url).toBe(before);
});

test('a line is played from its place in the voice', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'voiceover');
  const start = (await kept(page, id)).voiceover?.lines[2]?.start ?? 0;
  await page.goto(`/#/p/${id}/audio`);
  await page.getByTestId('play-line').nth(2).click();
  const scrub = page.getByTestId('scrub');
  await expect.poll(async () => Number(await scrub.inputValue())).toBeGreaterThan(start);
  await page.getByTestId('play').click();
  await expect(page.getByTestId('preview').locator('[data-scene="3"]')).toBeVisible();
});

test('a voice of one’s own comes from a file, and is heard in the preview', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/audio`);
  await page.getByTestId('voice-file').setInputFiles({
    name: 'me.wav',
    mimeType: 'audio/wav',
    buffer: wav([1.6, 1.3, 1.2]),
  });
  await expect(page.getByTestId('timeline')).toBeVisible();
  await saved(page);
  const { document, states } = await kept(page, id);
  expect(document.voice).toMatchObject({ provider: 'file', file: expect.stringMatching(/^\//) });
  expect(states.voice).toBe('own');
  // As long as the recording at least: it is never cut.
  const scrub = page.getByTestId('scrub');
  expect(Number(await scrub.getAttribute('max'))).toBeGreaterThan(5.5);
  await page.getByTestId('play-line').first().click();
  await expect.poll(async () => Number(await scrub.inputValue())).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Back to a ready voice' }).click();
  await saved(page);
  expect((await kept(page, id)).document.voice.file).toBeUndefined();
});

test('one line is one’s own recording, and goes back to the voice', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'voiceover');
  const lengthOf = async (index: number) => {
    const line = (await kept(page, id)).voiceover?.lines[index];
    return (line?.end ?? 0) - (line?.start ?? 0);
  };
  const spoken = await lengthOf(1);
  await page.goto(`/#/p/${id}/audio`);
  const line = page.getByTestId('spoken-line').nth(1);
  await line.getByTestId('line-voice-file').setInputFiles({
    name: 'line.wav',
    mimeType: 'audio/wav',
    buffer: wav([3.2], 0.8),
  });
  await expect(line.getByTestId('line-own')).toBeVisible();
  // As long as what is heard in it: the silence after it is cut away.
  await expect.poll(() => lengthOf(1)).toBeCloseTo(3.2, 0);
  expect((await kept(page, id)).document.scene[1]?.voice).toMatch(/^\/uploads\//);
  expect(Math.abs((await lengthOf(1)) - spoken)).toBeGreaterThan(0.5);
  await expect(line.getByTestId('line-again')).toBeHidden();
  await page.getByTestId('voice-gate').check({ force: true });
  await saved(page);
  expect((await kept(page, id)).document.voice.gate).toBe(true);
  await expect(line.getByTestId('line-voice')).toBeVisible();
  await expect(page.getByTestId('voice-again')).not.toHaveAttribute('aria-busy', 'true');
  await line.getByTestId('line-voice').click();
  await page.getByRole('menuitem', { name: 'Remove the recording' }).click();
  await expect(line.getByTestId('line-own')).toBeHidden();
  await expect.poll(async () => Math.abs((await lengthOf(1)) - spoken)).toBeLessThan(0.05);
});

test('one line is recorded before there is a voice, and heard by itself', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/audio`);
  const line = page.getByTestId('spoken-line').first();
  await line.getByTestId('line-voice').click();
  await page.getByRole('menuitem', { name: 'Record with the microphone' }).click();
  await page.waitForTimeout(2000);
  await line.getByTestId('line-voice-stop').click();
  await expect(line.getByTestId('line-own')).toBeVisible();
  await saved(page);
  expect((await kept(page, id)).document.scene[0]?.voice).toMatch(/^\/uploads\//);
  // Nothing else is spoken unasked.
  expect((await kept(page, id)).voiceover ?? null).toBeNull();
  await line.getByTestId('play-line').click();
  await expect(line.getByTestId('play-line')).toHaveAttribute('aria-label', /^Pause/);
});

test('the music is shaped', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/audio`);
  await page.getByTestId('music-calm').check();
  await page.getByTestId('music-more').locator('summary').click();
  await page.getByTestId('music-depth').fill('18');
  await page.getByTestId('music-fade-in').fill('2');
  await page.getByTestId('music-start').fill('5');
  await saved(page);
  const music = async () => (await kept(page, id)).document.music;
  expect(await music()).toMatchObject({ ducking_depth: 18, fade_in: 2, start: 5 });
  await page.getByRole('button', { name: 'As it was: Fade in' }).click();
  // Where a track begins is its own matter.
  await page.getByTestId('music-upbeat').check();
  await saved(page);
  expect((await music()).fade_in ?? null).toBeNull();
  expect((await music()).start ?? null).toBeNull();
  expect((await music()).ducking_depth).toBe(18);
});

test('a voice is recorded with the microphone', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/audio`);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.waitForTimeout(3500);
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await expect(page.getByTestId('timeline')).toBeVisible();
  await saved(page);
  expect((await kept(page, id)).states.voice).toBe('own');
});

test('a microphone that is not allowed is told, and a sound that is none', async ({ page }) => {
  const id = await begin(page);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.goto(`/#/p/${id}/audio`);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByText('No access to the microphone')).toBeVisible();
  await page.getByTestId('voice-file').setInputFiles({
    name: 'words.mp3',
    mimeType: 'audio/mpeg',
    buffer: Buffer.from('these are words and no sound'),
  });
  await expect(page.getByTestId('voice-problem')).toBeVisible();
  await expect(page.getByTestId('voice-problem')).not.toContainText(/[{}<>]/);
  await page.getByTestId('music-file').setInputFiles({
    name: 'mine.wav',
    mimeType: 'audio/wav',
    buffer: wav([2, 2]),
  });
  await saved(page);
  await expect.poll(async () => (await kept(page, id)).document.music.track).toMatch(/^\//);
});
