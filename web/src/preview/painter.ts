import { cameraOf, covering, viewAt, type Rect } from './camera';
import type { Pictures } from './images';
import { lookAt, type Clip, type Plan } from './plan';
import { mix } from './transitions';

/**
 * Paints a frame of the reel as the engine composes it. Gives whether every picture of it was there.
 */
export function paint(
  context: CanvasRenderingContext2D,
  plan: Plan,
  frame: number,
  pictures: Pictures,
  isStill = false,
): boolean {
  const { width, height } = context.canvas;
  context.globalAlpha = 1;
  context.fillStyle = '#0b0d0e';
  context.fillRect(0, 0, width, height);
  const { clip, to, span, progress } = lookAt(plan, frame);
  if (!clip) return true;
  const isThere = (one: Clip | undefined) => !one?.image || pictures.get(one.image) !== undefined;
  const draw = (one: Clip | undefined, zoom = 1) => {
    if (one) drawClip(context, plan, one, frame, pictures, isStill, zoom);
  };
  if (span && to) {
    mix(
      context,
      span.effect,
      progress,
      (zoom) => draw(clip, zoom),
      (zoom) => draw(to, zoom),
    );
  } else draw(clip);
  // The next pictures are made ready before they are needed.
  for (const next of plan.clips.slice(clip.index + 1, clip.index + 3)) {
    if (next.image) pictures.get(next.image);
  }
  return isThere(clip) && isThere(to);
}

/** Lays over a frame what the engine writes over it. */
export function paintOver(context: CanvasRenderingContext2D, over: ImageBitmap): void {
  const { width, height } = context.canvas;
  context.globalAlpha = 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(over, 0, 0, width, height);
}

function drawClip(
  context: CanvasRenderingContext2D,
  plan: Plan,
  clip: Clip,
  frame: number,
  pictures: Pictures,
  isStill: boolean,
  zoom: number,
): void {
  const { width, height } = context.canvas;
  const picture = clip.image ? pictures.get(clip.image) : undefined;
  if (!picture) {
    context.fillStyle = clip.ground ?? '#1b2022';
    context.fillRect(0, 0, width, height);
    return;
  }
  const camera = cameraOf(plan, isStill ? { ...clip, motion: 'none' } : clip, picture);
  const view = magnified(viewAt(camera, clip, frame), zoom);
  const scale = picture.bitmap.width / picture.width;
  const crop = covering(picture, camera.canvas, clip.focus);
  const source = {
    left: (crop.left + (view.left / camera.canvas.width) * crop.width) * scale,
    top: (crop.top + (view.top / camera.canvas.height) * crop.height) * scale,
    width: (view.width / camera.canvas.width) * crop.width * scale,
    height: (view.height / camera.canvas.height) * crop.height * scale,
  };
  context.imageSmoothingQuality = 'medium';
  const { bitmap } = picture;
  if (!camera.isContained) {
    context.drawImage(
      bitmap,
      source.left,
      source.top,
      source.width,
      source.height,
      0,
      0,
      width,
      height,
    );
    return;
  }
  // A picture of another shape stands whole before itself, enlarged and darkened.
  context.drawImage(
    bitmap,
    source.left,
    source.top,
    source.width,
    source.height,
    0,
    0,
    width,
    height,
  );
  context.fillStyle = 'rgb(11 13 14 / 0.55)';
  context.fillRect(0, 0, width, height);
  const nearer = plan.width / view.width;
  const fits = Math.min(width / picture.width, height / picture.height) * Math.min(nearer, 1);
  const [w, h] = [picture.width * fits, picture.height * fits];
  context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
}

function magnified(view: Rect, factor: number): Rect {
  if (factor === 1) return view;
  const [width, height] = [view.width / factor, view.height / factor];
  return {
    left: view.left + (view.width - width) / 2,
    top: view.top + (view.height - height) / 2,
    width,
    height,
  };
}
