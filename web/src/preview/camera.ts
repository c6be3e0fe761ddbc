import type { Clip, Plan } from './plan';

/** The camera of the engine (`compositor/camera.rs` and `placing.rs`): what part of a picture is seen. */

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Size {
  width: number;
  height: number;
}

const MAX_ZOOM = 1.3;
const PAN_SIDES_PER_SEC = 0.045;
const RAMP = 0.12;
const END_SPEED = 0.5;
const SAME_SHAPE = 0.02;

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
const evenUp = (px: number) => Math.ceil(px / 2 - 1e-9) * 2;

/** From 0 to 1, slower at both ends. */
export function eased(time: number): number {
  const cruise = 1 / (1 - RAMP * (1 - END_SPEED));
  const ramp = (at: number) => cruise * (END_SPEED * at + ((1 - END_SPEED) * at * at) / (2 * RAMP));
  if (time < RAMP) return ramp(Math.max(0, time));
  if (time > 1 - RAMP) return 1 - ramp(Math.max(0, 1 - time));
  return ramp(RAMP) + cruise * (time - RAMP);
}

/** The largest part of a picture that has the shape of the canvas, around the focus. */
export function covering(picture: Size, canvas: Size, focus: readonly [number, number]): Rect {
  const aspect = canvas.width / canvas.height;
  const isWider = picture.width > picture.height * aspect;
  const width = Math.min(picture.width, isWider ? picture.height * aspect : picture.width);
  const height = Math.min(picture.height, isWider ? picture.height : picture.width / aspect);
  const place = (at: number, part: number, whole: number) =>
    clamp(at * whole - part / 2, 0, whole - part);
  return {
    left: place(focus[0], width, picture.width),
    top: place(focus[1], height, picture.height),
    width,
    height,
  };
}

export interface Camera {
  canvas: Size;
  from: Rect;
  to: Rect;
  isContained: boolean;
}

export function cameraOf(plan: Plan, clip: Clip, picture: Size): Camera {
  const frame = { width: plan.width, height: plan.height };
  const whole = { left: 0, top: 0, ...frame };
  const shapes = picture.width / picture.height / (frame.width / frame.height);
  const isContained = clip.fit === 'fit' && Math.abs(Math.log(shapes)) > SAME_SHAPE;
  const { motion, strength } = clip;
  if (motion === 'none' || strength === 0) {
    return { canvas: frame, from: whole, to: whole, isContained };
  }
  if (motion === 'zoom-in' || motion === 'zoom-out') {
    const factor = 1 + (MAX_ZOOM - 1) * strength;
    const [width, height] = [frame.width * factor, frame.height * factor];
    const canvas = { width: evenUp(width), height: evenUp(height) };
    const far = {
      left: (canvas.width - width) / 2,
      top: (canvas.height - height) / 2,
      width,
      height,
    };
    const crop = covering(picture, canvas, clip.focus);
    const on = (at: number, of: number, start: number, part: number, side: number) =>
      isContained ? side / 2 : clamp((at * of - start) / part, 0, 1) * side;
    const x = on(clip.focus[0], picture.width, crop.left, crop.width, canvas.width);
    const y = on(clip.focus[1], picture.height, crop.top, crop.height, canvas.height);
    const near = {
      left: clamp(x - frame.width / 2, 0, canvas.width - frame.width),
      top: clamp(y - frame.height / 2, 0, canvas.height - frame.height),
      ...frame,
    };
    const [from, to] = motion === 'zoom-in' ? [far, near] : [near, far];
    return { canvas, from, to, isContained };
  }
  const isVertical = motion === 'pan-up' || motion === 'pan-down';
  const travel = travelOf(plan, clip, picture, isVertical, isContained);
  const canvas = {
    width: frame.width + (isVertical ? 0 : travel),
    height: frame.height + (isVertical ? travel : 0),
  };
  const end = { ...whole, left: isVertical ? 0 : travel, top: isVertical ? travel : 0 };
  const isBackwards = motion === 'pan-left' || motion === 'pan-up';
  const [from, to] = isBackwards ? [end, whole] : [whole, end];
  return { canvas, from, to, isContained };
}

function travelOf(
  plan: Plan,
  clip: Clip,
  picture: Size,
  isVertical: boolean,
  isContained: boolean,
): number {
  const shorter = Math.min(plan.width, plan.height);
  const side = isVertical ? plan.height : plan.width;
  const base = (MAX_ZOOM - 1) * clip.strength * shorter;
  const scales = [plan.width / picture.width, plan.height / picture.height];
  const shown = isVertical ? picture.height : picture.width;
  const secs = (clip.visibleEnd - clip.visibleStart) / plan.fps;
  let travel: number;
  if (isContained) travel = clamp(side - shown * Math.min(...scales), base / 2, base);
  else {
    const surplus = shown * Math.max(...scales) - side;
    const steady = PAN_SIDES_PER_SEC * (clip.strength / 0.5) * shorter * secs;
    travel = Math.min(Math.max(Math.min(steady, surplus), base), side * 2);
  }
  return Math.round(travel / 2) * 2;
}

/** The view at a frame, in pixels of the canvas. */
export function viewAt(camera: Camera, clip: Clip, frame: number): Rect {
  const last = clip.visibleEnd - clip.visibleStart - 1;
  const time = last <= 0 ? 0 : clamp((frame - clip.visibleStart) / last, 0, 1);
  const way = eased(time);
  const { from, to } = camera;
  const ratio = to.width / from.width;
  const isSame = Math.abs(ratio - 1) < 1e-9;
  const scale = isSame ? 1 : ratio ** way;
  const part = isSame ? way : (scale - 1) / (ratio - 1);
  return {
    left: from.left + (to.left - from.left) * part,
    top: from.top + (to.top - from.top) * part,
    width: from.width * scale,
    height: from.height * scale,
  };
}
