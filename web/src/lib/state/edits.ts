import type { ProjectManager } from './project.svelte';
import { newScene, type Doc, type Scene } from './scenes';

/** The most scenes of a project. */
export const MOST_SCENES = 500;

/** Every change that a person can make to a project, each with its name in the history. */

type Part = 'reel' | 'voice' | 'music' | 'captions' | 'transition' | 'watermark' | 'cover';

/** How many more scenes a project can have. */
export const roomFor = (project: ProjectManager) =>
  Math.max(0, MOST_SCENES - project.scenes.length);

export function setPart<P extends Part>(
  project: ProjectManager,
  part: P,
  change: Partial<NonNullable<Doc[P]>>,
  label = 'step_settings',
): void {
  project.edit({ label, group: `${part}.${Object.keys(change).join()}` }, (doc) => ({
    ...doc,
    [part]: { ...doc[part], ...change },
  }));
}

export function setScene(
  project: ProjectManager,
  key: string,
  change: Partial<Scene>,
  label: string,
): void {
  const params = { n: project.numberOf(key) };
  const group = `${key}.${Object.keys(change).join()}`;
  project.edit({ label, params, group }, (doc) => ({
    ...doc,
    scene: doc.scene.map((scene) => (scene.key === key ? { ...scene, ...change } : scene)),
  }));
}

export function setScenes(
  project: ProjectManager,
  keys: readonly string[],
  change: Partial<Scene>,
  label: string,
): void {
  project.edit({ label, params: { n: keys.length } }, (doc) => ({
    ...doc,
    scene: doc.scene.map((scene) => (keys.includes(scene.key) ? { ...scene, ...change } : scene)),
  }));
}

/**
 * Puts new scenes with these lines after a scene, or at the beginning; gives the first one's key.
 * Lines for which there is no room are left out: see `roomFor`.
 */
export function addScenes(project: ProjectManager, after: string | null, lines: string[]): string {
  const added = lines.slice(0, roomFor(project)).map((line) => newScene({ line }));
  if (added.length === 0) return '';
  const at = after ? project.numberOf(after) : 0;
  project.edit({ label: 'step_add', params: { n: at + 1 } }, (doc) => ({
    ...doc,
    scene: [...doc.scene.slice(0, at), ...added, ...doc.scene.slice(at)],
  }));
  return added[0]?.key ?? '';
}

/** Puts a card of words at the beginning or the end; gives its key. */
export function addCard(project: ProjectManager, where: 'first' | 'last', words: string): string {
  if (roomFor(project) === 0) return '';
  const added = newScene({ card: words });
  const n = where === 'first' ? 1 : project.scenes.length + 1;
  project.edit({ label: 'step_card_add', params: { n } }, (doc) => ({
    ...doc,
    scene: where === 'first' ? [added, ...doc.scene] : [...doc.scene, added],
  }));
  return added.key;
}

export function removeScenes(project: ProjectManager, keys: readonly string[]): void {
  const n = keys.length === 1 ? project.numberOf(keys[0] ?? '') : keys.length;
  const label = keys.length === 1 ? 'step_remove' : 'step_remove_many';
  project.edit({ label, params: { n } }, (doc) => ({
    ...doc,
    scene: doc.scene.filter((scene) => !keys.includes(scene.key)),
  }));
}

export function moveScene(project: ProjectManager, key: string, to: number): boolean {
  const from = project.numberOf(key) - 1;
  const target = Math.max(0, Math.min(project.scenes.length - 1, to));
  if (from < 0 || from === target) return false;
  project.edit({ label: 'step_move', params: { n: from + 1, m: target + 1 } }, (doc) => {
    const scene = [...doc.scene];
    const [moved] = scene.splice(from, 1);
    if (moved) scene.splice(target, 0, moved);
    return { ...doc, scene };
  });
  return true;
}

export function duplicateScene(project: ProjectManager, key: string): string {
  const original = project.sceneOf(key);
  if (!original || roomFor(project) === 0) return '';
  const { key: _, ...fields } = original;
  const copy = newScene({ ...fields, locked: false });
  const at = project.numberOf(key);
  project.edit({ label: 'step_duplicate', params: { n: at } }, (doc) => ({
    ...doc,
    scene: [...doc.scene.slice(0, at), copy, ...doc.scene.slice(at)],
  }));
  return copy.key;
}

/** Where a line is best cut in two: at the end of a sentence, else at a comma, else at a space. */
export function middleOf(line: string): number {
  const half = line.length / 2;
  for (const pattern of [/[.!?…]\s+/g, /[,;:—–]\s+/g, /\s+/g]) {
    const places = [...line.matchAll(pattern)].map((match) => match.index + match[0].length);
    const inside = places.filter((place) => place > 0 && place < line.length);
    const best = inside.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0];
    if (best !== undefined) return best;
  }
  return Math.ceil(half);
}

/** What was made for a line as it was, and says something else than a part of it or more. */
const OF_ANOTHER_LINE = { duration: undefined, voice: undefined, captions: undefined } as const;

/** Cuts a scene in two at a place of its line; the second half gets no picture of its own yet. */
export function splitScene(project: ProjectManager, key: string, at?: number): string {
  const scene = project.sceneOf(key);
  if (!scene || roomFor(project) === 0) return '';
  const place = at ?? middleOf(scene.line);
  const [first, second] = [scene.line.slice(0, place).trim(), scene.line.slice(place).trim()];
  const added = newScene({ line: second });
  project.edit({ label: 'step_split', params: { n: project.numberOf(key) } }, (doc) => ({
    ...doc,
    scene: doc.scene.flatMap((other) =>
      other.key === key ? [{ ...other, ...OF_ANOTHER_LINE, line: first }, added] : [other],
    ),
  }));
  return added.key;
}

/** Joins a scene with the one before it, which keeps its picture; gives where the lines meet. */
export function mergeWithPrevious(
  project: ProjectManager,
  key: string,
): { key: string; caret: number } | null {
  const index = project.numberOf(key) - 1;
  const [previous, scene] = [project.scenes[index - 1], project.scenes[index]];
  if (!previous || !scene) return null;
  const first = previous.line.trimEnd();
  const line = [first, scene.line.trim()].filter(Boolean).join(' ');
  project.edit({ label: 'step_merge', params: { n: index + 1, m: index } }, (doc) => ({
    ...doc,
    scene: doc.scene
      .filter((other) => other.key !== key)
      .map((other) =>
        other.key === previous.key
          ? { ...other, ...OF_ANOTHER_LINE, line, image: other.image ?? scene.image }
          : other,
      ),
  }));
  return { key: previous.key, caret: first.length };
}

/** Takes a pasted text apart into lines that can be spoken in a few seconds each. */
export function linesOf(text: string): string[] {
  const paragraphs = text.split(/\n+/).map((line) => line.trim());
  const sentences = paragraphs.flatMap((paragraph) =>
    paragraph.length > 180 ? (paragraph.match(/[^.!?…]+[.!?…]*["»”)]*\s*/g) ?? []) : [paragraph],
  );
  const trimmed = sentences.map((line) => line.trim()).filter(Boolean);
  return trimmed
    .flatMap((line) =>
      line.length > 1000 ? (line.match(/.{1,900}(?:\s|$)/g) ?? [line.slice(0, 1000)]) : [line],
    )
    .map((line) => line.trim());
}
