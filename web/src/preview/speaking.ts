import type { Scene } from '../lib/state/scenes';

/** How long words take to be spoken, as the engine estimates it (`reelcraft-core/src/timeline`). */

interface Weight {
  /** What is spoken, in letters; a digit is as long as five of them. */
  letters: number;
  pauses: number;
  words: number;
}

function weigh(line: string): Weight {
  const letters = line.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const digits = line.match(/[0-9]/g)?.length ?? 0;
  return {
    letters: letters + 4 * digits,
    pauses: line.match(/[,;:—–]/g)?.length ?? 0,
    words: line.match(/\S+/g)?.length ?? 0,
  };
}

const weights = new WeakMap<Scene, Weight>();

/** The weight of a scene's line. Scenes never change, so each is weighed once. */
function weightOf(scene: Scene): Weight {
  let weight = weights.get(scene);
  if (!weight) {
    weight = weigh(scene.line);
    weights.set(scene, weight);
  }
  return weight;
}

function lettersPerSecond(language: string): number {
  const primary = language.split('-')[0] ?? 'en';
  if (['zh', 'ja', 'ko'].includes(primary)) return 4.5;
  if (['ru', 'uk', 'be', 'kk', 'ky', 'tg'].includes(primary)) return 12.5;
  return ['uz', 'tr', 'az'].includes(primary) ? 12 : 13.5;
}

/** About how long the line of a scene takes to be spoken, in seconds. */
export function sceneSecs(scene: Scene, language: string, speed = 1): number {
  const { letters, pauses, words } = weightOf(scene);
  if (words === 0) return 0;
  return (letters / lettersPerSecond(language) + 0.2 * pauses + 0.2) / speed;
}

export const wordsOf = (scene: Scene): number => weightOf(scene).words;
