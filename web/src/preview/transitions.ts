import type { Effect } from '../lib/api/types';

/** The transitions of the engine (`compositor/transition`), painted with the means of a canvas. */

const clamp = (value: number) => Math.max(0, Math.min(1, value));
export const smooth = (at: number) => clamp(at) ** 2 * (3 - 2 * clamp(at));
export const swift = (at: number) => (at < 0.5 ? 4 * clamp(at) ** 3 : 1 - 4 * (1 - clamp(at)) ** 3);

type Draw = (zoom?: number) => void;

export function mix(
  context: CanvasRenderingContext2D,
  effect: Effect,
  progress: number,
  first: Draw,
  second: Draw,
): void {
  const { width, height } = context.canvas;
  context.save();
  switch (effect) {
    case 'crossfade':
      first();
      context.globalAlpha = clamp(progress);
      second();
      break;
    case 'fade-black':
    case 'fade-white':
      if (progress < 0.5) first();
      else second();
      context.globalAlpha = smooth(1 - Math.abs(2 * progress - 1));
      context.fillStyle = effect === 'fade-black' ? '#000' : '#fff';
      context.fillRect(0, 0, width, height);
      break;
    case 'wipe-left':
    case 'wipe-right': {
      const way = smooth(progress) * width;
      first();
      context.beginPath();
      context.rect(effect === 'wipe-left' ? width - way : 0, 0, way, height);
      context.clip();
      second();
      break;
    }
    case 'circle':
      first();
      context.beginPath();
      context.arc(
        width / 2,
        height / 2,
        smooth(progress) * Math.hypot(width / 2, height / 2),
        0,
        Math.PI * 2,
      );
      context.clip();
      second();
      break;
    case 'zoom':
      second(1.22 ** ((1 - progress) ** 2));
      context.globalAlpha = 1 - smooth((progress - 0.15) / 0.75);
      first(3 ** (progress ** 1.7));
      break;
    case 'cut':
      if (progress < 0.5) first();
      else second();
      break;
    default:
      move(context, effect, progress, first, second);
  }
  context.restore();
}

/** One scene moves over the other, or pushes it out. */
function move(
  context: CanvasRenderingContext2D,
  effect: Effect,
  progress: number,
  first: Draw,
  second: Draw,
): void {
  const { width, height } = context.canvas;
  const [kind, direction] = effect.split('-');
  const isAcross = direction === 'left' || direction === 'right';
  const side = isAcross ? width : height;
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const covered = swift(progress) * side;
  const shift = (by: number, draw: Draw) => {
    context.save();
    context.translate(isAcross ? by : 0, isAcross ? 0 : by);
    draw();
    context.restore();
  };
  shift(kind === 'push' ? sign * covered : 0, first);
  if (kind === 'slide') {
    context.fillStyle = 'rgb(0 0 0 / 0.25)';
    context.fillRect(0, 0, width, height);
  }
  shift(-sign * (side - covered), second);
}
