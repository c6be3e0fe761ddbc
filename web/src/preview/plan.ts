import type { Effect, Motion, Voiceover } from '../lib/api/types';
import { cardOf, type Doc, type Scene } from '../lib/state/scenes';
import { sceneSecs } from './speaking';

/**
 * When each scene is seen. This is the planner of the engine (`reelcraft-core/src/timeline/plan.rs`)
 * in the language of the page; both must say the same.
 */

export interface Clip {
  key: string;
  index: number;
  image: string | null;
  /** What is seen while there is no picture. */
  ground: string | null;
  /** The frames that are the scene's own, and those in which any of it is seen. */
  start: number;
  end: number;
  visibleStart: number;
  visibleEnd: number;
  motion: Exclude<Motion, 'auto'>;
  strength: number;
  focus: [number, number];
  fit: 'fill' | 'fit';
}

export interface TransitionSpan {
  from: number;
  effect: Effect;
  start: number;
  end: number;
}

export interface Plan {
  fps: number;
  width: number;
  height: number;
  length: number;
  clips: readonly Clip[];
  transitions: readonly TransitionSpan[];
  /** Whether the times are those of a voice, or guessed from the words. */
  isSpoken: boolean;
}

const PAUSE_BETWEEN = 0.4;
const PAUSE_TAIL = 0.6;
const SILENT_SCENE = 3;
const DEFAULT_STRENGTH = 0.5;
/** What is behind a card without a picture, where nobody chose a colour. */
export const CARD_GROUND = '#182040';
const AUTO_MOTIONS = ['zoom-in', 'pan-right', 'zoom-out', 'pan-up', 'zoom-in', 'pan-left'] as const;

const FORMATS: Record<string, [number, number]> = {
  reel: [1080, 1920],
  portrait: [1080, 1350],
  square: [1080, 1080],
  landscape: [1920, 1080],
};

export function sizeOf(format: string | null | undefined): [number, number] {
  const [width, height] = (format ?? 'reel').split('x').map(Number);
  return FORMATS[format ?? 'reel'] ?? (width && height ? [width, height] : [1080, 1920]);
}

/** How long a scene lasts that has neither duration nor voice. */
function silentSecs(scene: Scene, language: string): number {
  if (!scene.line.trim()) return SILENT_SCENE;
  return Math.max(1.5, sceneSecs(scene, language) + 0.6);
}

export function motionOf(scene: Scene, index: number): Exclude<Motion, 'auto'> {
  const motion = scene.motion ?? 'auto';
  // Words are read more easily when they stand still.
  if (motion === 'auto' && cardOf(scene)) return 'none';
  return motion === 'auto' ? (AUTO_MOTIONS[index % AUTO_MOTIONS.length] ?? 'zoom-in') : motion;
}

/** Plans a document; `cards` are the pictures of its cards, by the keys of their scenes. */
export function planOf(
  doc: Doc,
  voiceover: Voiceover | null,
  cards: ReadonlyMap<string, string> = new Map(),
): Plan {
  const fps = doc.reel?.fps ?? 30;
  const language = doc.reel?.language ?? 'en';
  const [width, height] = sizeOf(doc.reel?.format);
  const voice = voiceover && doc.voice?.provider !== 'none' ? voiceover : null;
  const frameAt = (secs: number) => Math.round(secs * fps);
  const spanOf = (index: number) => {
    const { start, end } = voice?.lines[index] ?? {};
    return typeof start === 'number' && typeof end === 'number' ? { start, end } : null;
  };

  const frames = [0];
  let start = 0;
  doc.scene.forEach((scene, index) => {
    const [own, next] = [spanOf(index), spanOf(index + 1)];
    const isLast = index + 1 === doc.scene.length;
    let end: number;
    if (scene.duration) end = start + scene.duration;
    else if (next && next.start > start) end = next.start;
    else if (own) end = own.end + (isLast ? PAUSE_TAIL : PAUSE_BETWEEN);
    else end = start + silentSecs(scene, language);
    frames.push(Math.max(frameAt(end), (frames.at(-1) ?? 0) + 1));
    start = Math.max(start, end);
  });
  // A voice that is longer than the scenes is never cut: the last one is held.
  if (voice && frames.length > 1) {
    const needed = Math.ceil(voice.duration * fps - 1e-6);
    if (needed > (frames.at(-1) ?? 0)) frames[frames.length - 1] = needed;
  }

  const transitions = spansOf(doc, frames, frameAt(doc.transition?.duration ?? 0.5));
  const clips = doc.scene.map((scene, index): Clip => {
    const [from, to] = [frames[index] ?? 0, frames[index + 1] ?? 0];
    const entering = transitions.find((span) => span.from === index - 1);
    const leaving = transitions.find((span) => span.from === index);
    const card = cardOf(scene) ? cards.get(scene.key) : undefined;
    return {
      key: scene.key,
      index,
      image: card ?? scene.image ?? null,
      ground: cardOf(scene) ? (scene.background ?? CARD_GROUND) : null,
      start: from,
      end: to,
      visibleStart: entering?.start ?? from,
      visibleEnd: leaving?.end ?? to,
      motion: motionOf(scene, index),
      strength: scene.strength ?? DEFAULT_STRENGTH,
      // The picture of a card has the shape of the frame already.
      focus: card ? [0.5, 0.5] : [scene.focus?.[0] ?? 0.5, scene.focus?.[1] ?? 0.5],
      fit: card ? 'fill' : (scene.fit ?? 'fill'),
    };
  });
  return {
    fps,
    width,
    height,
    length: frames.at(-1) ?? 0,
    clips,
    transitions,
    isSpoken: voice?.lines.some(({ start }) => typeof start === 'number') ?? false,
  };
}

function spansOf(doc: Doc, frames: readonly number[], wanted: number): TransitionSpan[] {
  const spans: TransitionSpan[] = [];
  doc.scene.slice(0, -1).forEach((scene, index) => {
    const [start = 0, cut = 0, end = 0] = frames.slice(index, index + 3);
    const effect = scene.transition ?? doc.transition?.effect ?? 'crossfade';
    const length = Math.min(wanted, Math.floor((cut - start) / 2), Math.floor((end - cut) / 2));
    if (effect === 'cut' || length <= 0) return;
    // An odd frame goes to the scene before the cut.
    const begins = cut - Math.ceil(length / 2);
    spans.push({ from: index, effect, start: begins, end: begins + length });
  });
  return spans;
}

/** What is seen in a frame: one clip, or two and how far the transition between them is. */
export function lookAt(plan: Plan, frame: number) {
  const at = Math.max(0, Math.min(frame, plan.length - 1));
  const clip = plan.clips.findLast((one) => one.start <= at) ?? plan.clips[0];
  const span = plan.transitions.find((one) => one.start <= at && at < one.end);
  if (!span || !clip) return { clip, to: undefined, span: undefined, progress: 0 };
  const progress = (at - span.start + 0.5) / (span.end - span.start);
  return { clip: plan.clips[span.from], to: plan.clips[span.from + 1], span, progress };
}
