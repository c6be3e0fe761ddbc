import { begin, expect, prefer, test, work } from './world';

const EFFECTS = [
  'crossfade',
  'wipe-left',
  'push-left',
  'circle',
  'fade-black',
  'zoom',
  'slide-right',
];

/** The preview and the engine must show the same: its canvas is held against the exact frame. */
test('what the preview shows is what will be rendered', async ({ page }) => {
  test.setTimeout(180_000);
  await prefer(page, { language: 'en' });
  const scenes = EFFECTS.map((transition, at) => ({
    line: `This is the line number ${at + 1}.`,
    prompt: ['A red boat', 'A green forest', 'The blue sea', 'A yellow desert'][at % 4],
    transition,
  }));
  const id = await begin(page, scenes);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/storyboard`);
  const scrub = page.getByTestId('scrub');
  await expect(scrub).toBeVisible();
  const length = Number(await scrub.getAttribute('max'));
  const apart: string[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    // Spread over the whole reel, so that bodies and transitions are met.
    const at = ((turn + 0.5 + 0.37 * Math.sin(turn * 7)) / 20) * length;
    await scrub.evaluate((input: HTMLInputElement, value) => {
      input.value = String(value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, at);
    await page.waitForTimeout(250);
    const stage = page.getByTestId('preview').locator('[data-frame]');
    const frame = Number(await stage.getAttribute('data-frame'));
    const effect = await stage.getAttribute('data-effect');
    const difference = await page.evaluate(
      async ([project, secs]) => {
        const [width, height] = [54, 96];
        const read = (source: CanvasImageSource) => {
          const canvas = new OffscreenCanvas(width, height);
          const context = canvas.getContext('2d')!;
          context.imageSmoothingQuality = 'high';
          context.drawImage(source, 0, 0, width, height);
          return context.getImageData(0, 0, width, height).data;
        };
        const answer = await fetch(`/api/projects/${project}/frame?at=${secs}`);
        const exact = read(await createImageBitmap(await answer.blob()));
        const shown = read(document.querySelector<HTMLCanvasElement>('.preview canvas')!);
        let sum = 0;
        for (let index = 0; index < exact.length; index += 1) {
          sum += Math.abs((exact[index] ?? 0) - (shown[index] ?? 0));
        }
        return sum / (width * height * 3);
      },
      [id, (frame + 0.001) / 30] as const,
    );
    // Of 255: other scenes, or a transition one frame on, differ by far more.
    if (difference > 4) apart.push(`${frame} ${effect}: ${difference.toFixed(1)}`);
  }
  expect(apart).toEqual([]);
});
