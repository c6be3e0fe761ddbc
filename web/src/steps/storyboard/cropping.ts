/** Which part of a picture is kept: around which point, and how near. */
export interface Crop {
  /** From 0 to 1 across and down. */
  focus: readonly [number, number];
  /** 1 keeps as much as the shape of the video lets; 2 half of that across. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MOST_ZOOM = 4;
/** A picture whose shape differs by less is taken whole. */
const SAME_SHAPE = 0.02;

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** Whether something of a picture is cut away in a video of this shape (width by height). */
export function isCut(picture: Size, ratio: number): boolean {
  return Math.abs(Math.log(picture.width / picture.height / ratio)) > SAME_SHAPE;
}

/** The part of a picture that is kept, in shares of its width and height. */
export function windowOf(picture: Size, ratio: number, { focus, zoom }: Crop) {
  const shape = picture.width / picture.height / ratio;
  const width = Math.min(1, 1 / shape) / zoom;
  const height = Math.min(1, shape) / zoom;
  return {
    left: clamp(focus[0] - width / 2, 0, 1 - width),
    top: clamp(focus[1] - height / 2, 0, 1 - height),
    width,
    height,
  };
}

/** A crop with its point and nearness in their bounds, the point to a thousandth. */
export function bounded({ focus, zoom }: Crop): Crop {
  const near = (value: number) => Math.round(clamp(value, 0, 1) * 1000) / 1000;
  return { focus: [near(focus[0]), near(focus[1])], zoom: clamp(zoom, 1, MOST_ZOOM) };
}

/** What a key does to a crop: arrows move it by a hundredth, with Shift by a tenth; + and − zoom. */
export function nudged(crop: Crop, event: KeyboardEvent): Crop | null {
  const by = event.shiftKey ? 0.1 : 0.01;
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [-by, 0],
    ArrowRight: [by, 0],
    ArrowUp: [0, -by],
    ArrowDown: [0, by],
  };
  const [x, y] = moves[event.key] ?? [0, 0];
  const zoom = { '+': 1.1, '=': 1.1, '-': 1 / 1.1 }[event.key] ?? 1;
  if (x === 0 && y === 0 && zoom === 1) return null;
  return bounded({ focus: [crop.focus[0] + x, crop.focus[1] + y], zoom: crop.zoom * zoom });
}

/** The kept part of a picture as a file of its own. */
export async function cut(image: ImageBitmap, ratio: number, crop: Crop): Promise<Blob> {
  const { width, height } = image;
  const part = windowOf({ width, height }, ratio, crop);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(part.width * width));
  canvas.height = Math.max(1, Math.round(part.height * height));
  canvas
    .getContext('2d')
    ?.drawImage(
      image,
      part.left * width,
      part.top * height,
      part.width * width,
      part.height * height,
      0,
      0,
      canvas.width,
      canvas.height,
    );
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture cannot be cut'))),
      'image/jpeg',
      0.92,
    );
  });
}
