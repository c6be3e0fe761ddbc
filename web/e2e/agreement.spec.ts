import type { Page } from '@playwright/test';
import { begin, expect, kept, prefer, test, work } from './world';

const EFFECTS = [
  'crossfade',
  'wipe-left',
  'push-left',
  'circle',
  'fade-black',
  'zoom',
  'slide-right',
];

/** A generator of numbers from 0 to 1: other ones in each run, and the same ones for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** How far the canvas of the preview is from the frame of the engine, of 255. */
function difference(page: Page, project: string, secs: number): Promise<number> {
  return page.evaluate(
    async ([id, at]) => {
      const [width, height] = [54, 96];
      const read = (source: CanvasImageSource) => {
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.imageSmoothingQuality = 'high';
        context.drawImage(source, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      };
      const answer = await fetch(`/api/projects/${id}/frame?at=${at}`);
      const exact = read(await createImageBitmap(await answer.blob()));
      const shown = read(document.querySelector<HTMLCanvasElement>('.preview canvas')!);
      let sum = 0;
      for (let index = 0; index < exact.length; index += 1) {
        sum += Math.abs((exact[index] ?? 0) - (shown[index] ?? 0));
      }
      return sum / (width * height * 3);
    },
    [project, secs] as const,
  );
}

/** The preview and the engine must show the same: its canvas is held against the exact frame. */
test('what the preview shows at any time is what will be rendered', async ({ page }) => {
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
  const stage = page.getByTestId('preview').locator('[data-frame]');
  await expect(page.getByTestId('preview-badge')).toHaveText('Approximate preview');
  const length = Number(await scrub.getAttribute('max'));
  const lines = (await kept(page, id)).voiceover?.lines ?? [];

  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  const random = numbers(seed);
  const apart: string[] = [];
  const met = new Set<string>();
  for (let turn = 0; turn < 20; turn += 1) {
    const at = random() * length;
    await scrub.evaluate((input: HTMLInputElement, value) => {
      input.value = String(value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, at);
    // The pictures of this time may still be on their way.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const frame = Number(await stage.getAttribute('data-frame'));
    const effect = (await stage.getAttribute('data-effect')) ?? '';
    met.add(effect);
    const told = `seed ${seed}, frame ${frame} ${effect}`;
    // Other scenes, or a transition one frame on, differ by far more.
    await expect
      .poll(() => difference(page, id, (frame + 0.001) / 30), { message: told })
      .toBeLessThan(4)
      .catch((error: unknown) => apart.push(`${told}: ${String(error).slice(0, 200)}`));
    // Its scene is the one whose line is spoken then.
    const scene = Number(await stage.getAttribute('data-scene'));
    const spoken = lines.findLastIndex(({ start }) => start <= frame / 30 + 1 / 60) + 1;
    if (frame / 30 > (lines[0]?.start ?? 0) && scene !== spoken) {
      apart.push(`${told}: scene ${scene}, but line ${spoken} is spoken`);
    }
  }
  expect(apart).toEqual([]);
  expect(met.size, `seed ${seed} met only ${[...met].join()}`).toBeGreaterThan(1);
});
