import { describe, expect, it } from 'vitest';
import { newScene, withKeys } from '../lib/state/scenes';
import { cameraOf, eased, viewAt } from './camera';
import { lookAt, planOf } from './plan';
import { sceneSecs, wordsOf } from './speaking';

const doc = withKeys({
  reel: { language: 'en', fps: 30 },
  transition: { effect: 'crossfade', duration: 0.5 },
  scene: [{ line: 'One' }, { line: 'Two', duration: 2 }, { line: 'Three', transition: 'cut' }],
});
const voice = {
  audio_url: '/temp/x.wav',
  duration: 9,
  lines: [
    { start: 0.25, end: 2 },
    { start: 2.5, end: 4 },
    { start: 5, end: 8.2 },
  ],
};

describe('planOf', () => {
  it('begins a scene with the first sound of its line', () => {
    const plan = planOf(doc, voice);
    expect(plan.clips.map((clip) => clip.start)).toEqual([0, 75, 135]);
    // The voice is longer than its last line: the last scene is held.
    expect(plan.length).toBe(270);
  });

  it('centres transitions on cuts and shifts nothing', () => {
    const { transitions } = planOf(doc, voice);
    expect(transitions[0]).toMatchObject({ from: 0, start: 67, end: 82 });
  });

  it('takes at most half of the shorter neighbour', () => {
    const short = withKeys({
      transition: { duration: 4 },
      scene: [
        { line: 'a', duration: 1 },
        { line: 'b', duration: 3 },
      ],
    });
    expect(planOf(short, null).transitions[0]).toMatchObject({ start: 22, end: 37 });
  });

  it('guesses from the words where nobody speaks', () => {
    const plan = planOf(doc, null);
    expect(plan.isSpoken).toBe(false);
    expect(plan.clips[0]?.end).toBe(45);
    const scene = newScene({ line: 'Rivers carry salt to the sea, a grain at a time.' });
    expect(wordsOf(scene)).toBe(11);
    expect(sceneSecs(scene, 'en')).toBeCloseTo(36 / 13.5 + 0.4);
    expect(sceneSecs(scene, 'uz', 2)).toBeCloseTo((36 / 12 + 0.4) / 2);
    expect(sceneSecs(newScene({ line: ' ' }), 'en')).toBe(0);
  });

  it('shows the picture of a card still, and its ground until that is there', () => {
    const cards = withKeys({
      scene: [
        { card: 'Title', background: '#102030' },
        { line: 'One', image: '/a.jpg', card: 'Two' },
      ],
    });
    expect(planOf(cards, null).clips[0]).toMatchObject({
      image: null,
      ground: '#102030',
      motion: 'none',
      end: 90,
    });
    const [first, second] = cards.scene;
    const drawn = new Map([
      [first?.key ?? '', 'blob:1'],
      [second?.key ?? '', 'blob:2'],
    ]);
    const plan = planOf(cards, null, drawn);
    expect(plan.clips.map(({ image }) => image)).toEqual(['blob:1', 'blob:2']);
    expect(planOf(doc, null).clips[0]).toMatchObject({ ground: null, motion: 'zoom-in' });
  });

  it('tells what is seen in a frame', () => {
    const plan = planOf(doc, voice);
    expect(lookAt(plan, 0).clip?.index).toBe(0);
    const inside = lookAt(plan, 70);
    expect(inside.span?.effect).toBe('crossfade');
    expect(inside.progress).toBeCloseTo(3.5 / 15);
    expect(lookAt(plan, 82).clip?.index).toBe(1);
  });
});

describe('camera', () => {
  const plan = planOf(doc, voice);
  const picture = { width: 1242, height: 2208 };

  it('zooms from all of the canvas to one frame of it', () => {
    const clip = { ...plan.clips[0]!, motion: 'zoom-in' as const };
    const camera = cameraOf(plan, clip, picture);
    expect(viewAt(camera, clip, clip.visibleStart).width).toBeCloseTo(1242);
    expect(viewAt(camera, clip, clip.visibleEnd - 1).width).toBeCloseTo(1080);
  });

  it('moves to the left when it pans left', () => {
    const clip = { ...plan.clips[0]!, motion: 'pan-left' as const };
    const camera = cameraOf(plan, clip, picture);
    const [first, last] = [clip.visibleStart, clip.visibleEnd - 1];
    expect(viewAt(camera, clip, first).left).toBeGreaterThan(viewAt(camera, clip, last).left);
    expect(viewAt(camera, clip, last).left).toBeCloseTo(0);
  });

  it('eases from 0 to 1 and never back', () => {
    expect(eased(0)).toBeCloseTo(0);
    expect(eased(1)).toBeCloseTo(1);
    for (let at = 0; at < 1; at += 0.01) expect(eased(at + 0.01)).toBeGreaterThanOrEqual(eased(at));
  });
});
