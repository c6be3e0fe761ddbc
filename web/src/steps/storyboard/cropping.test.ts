import { describe, expect, it } from 'vitest';
import { bounded, isCut, nudged, windowOf } from './cropping';

const wide = { width: 4000, height: 3000 };
const reel = 9 / 16;

describe('windowOf', () => {
  it('has the shape of the video and stays in the picture', () => {
    const part = windowOf(wide, reel, { focus: [0.02, 0.5], zoom: 1 });
    expect(part).toMatchObject({ left: 0, top: 0, height: 1 });
    expect((part.width * 4000) / (part.height * 3000)).toBeCloseTo(reel);
    const near = windowOf(wide, reel, { focus: [0.5, 1], zoom: 2 });
    expect(near.height).toBeCloseTo(0.5);
    expect(near.top).toBeCloseTo(0.5);
    expect((near.width * 4000) / (near.height * 3000)).toBeCloseTo(reel);
    expect(windowOf({ width: 9, height: 16 }, reel, { focus: [0.3, 0.3], zoom: 1 })).toEqual({
      left: 0,
      top: 0,
      width: 1,
      height: 1,
    });
  });
});

describe('a crop', () => {
  it('is asked for only where something is cut away', () => {
    expect(isCut(wide, reel)).toBe(true);
    expect(isCut({ width: 1080, height: 1920 }, reel)).toBe(false);
    expect(isCut({ width: 1080, height: 1900 }, reel)).toBe(false);
  });

  it('is moved and zoomed by keys, within its bounds', () => {
    const crop = { focus: [0.5, 0.995] as const, zoom: 1 };
    const press = (key: string, shiftKey = false) =>
      nudged(crop, new KeyboardEvent('keydown', { key, shiftKey }));
    expect(press('ArrowLeft')?.focus).toEqual([0.49, 0.995]);
    expect(press('ArrowDown', true)?.focus).toEqual([0.5, 1]);
    expect(press('+')?.zoom).toBeCloseTo(1.1);
    expect(press('-')?.zoom).toBe(1);
    expect(press('a')).toBeNull();
    expect(bounded({ focus: [2, -1], zoom: 9 })).toEqual({ focus: [1, 0], zoom: 4 });
  });
});
