import { expect, type Page } from '@playwright/test';

/** A part of a frame, in shares of its sides. */
export interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A frame in small: red, green and blue of each point, row by row. */
export interface Small {
  width: number;
  height: number;
  samples: number[];
}

const SIDE = 160;

/** What the canvas of the preview shows. */
export function previewFrame(page: Page): Promise<Small> {
  return page.evaluate((side) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.preview canvas')!;
    const scale = side / Math.max(canvas.width, canvas.height);
    const [width, height] = [Math.round(canvas.width * scale), Math.round(canvas.height * scale)];
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, samples: [...data].filter((_, at) => at % 4 !== 3) };
  }, SIDE);
}

/** A frame of a finished video, as a browser plays it. */
export function videoFrame(page: Page, url: string, secs: number): Promise<Small> {
  return page.evaluate(
    async ([address, time, side]) => {
      const video = document.createElement('video');
      video.muted = true;
      video.preload = 'auto';
      video.src = address;
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(`the video ${address} cannot be played`));
      });
      await new Promise((resolve) => {
        video.onseeked = resolve;
        video.currentTime = time;
      });
      const scale = side / Math.max(video.videoWidth, video.videoHeight);
      const width = Math.round(video.videoWidth * scale);
      const height = Math.round(video.videoHeight * scale);
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.imageSmoothingQuality = 'high';
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return { width, height, samples: [...data].filter((_, at) => at % 4 !== 3) };
    },
    [url, secs, SIDE] as const,
  );
}

const WHOLE: Part = { left: 0, top: 0, right: 1, bottom: 1 };

function pointsOf({ width, height }: Small, part: Part): number[] {
  const points: number[] = [];
  for (let y = Math.floor(part.top * height); y < Math.floor(part.bottom * height); y += 1) {
    for (let x = Math.floor(part.left * width); x < Math.floor(part.right * width); x += 1) {
      points.push((y * width + x) * 3);
    }
  }
  return points;
}

/** How far two frames are from each other in a part of them, of 255. */
export function apart(a: Small, b: Small, part: Part = WHOLE): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  const points = pointsOf(a, part);
  let sum = 0;
  for (const point of points) {
    for (let part = point; part < point + 3; part += 1) {
      sum += Math.abs((a.samples[part] ?? 0) - (b.samples[part] ?? 0));
    }
  }
  return sum / (points.length * 3);
}

/** The middle colour of a part of a frame. */
export function colourOf(frame: Small, part: Part): [number, number, number] {
  const points = pointsOf(frame, part);
  const mean = (channel: number) =>
    points.reduce((sum, point) => sum + (frame.samples[point + channel] ?? 0), 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}

/** Moves the preview to a time, and waits until all that belongs there has come. */
export async function seek(page: Page, secs: number): Promise<void> {
  await page.getByTestId('scrub').evaluate((input: HTMLInputElement, value) => {
    input.value = String(value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, secs);
  const stage = page.getByTestId('preview').locator('[data-frame]');
  await expect(stage).not.toHaveAttribute('data-overlay', 'coming');
  await page.evaluate(() => new Promise(requestAnimationFrame));
}
