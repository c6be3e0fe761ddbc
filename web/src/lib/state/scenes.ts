import type { ProjectDocument, WireScene } from '../api/types';
import { same } from './merge';

/** A scene with a name that stays the same while it is moved and edited. It never leaves the page. */
export interface Scene extends WireScene {
  readonly key: string;
  readonly line: string;
}

/** The document as the page holds it: never changed in place, so that each version can be kept. */
export interface Doc extends Omit<ProjectDocument, 'scene'> {
  readonly scene: readonly Scene[];
}

/** A name that no other scene of this page has. */
export function newKey(): string {
  return Math.random().toString(36).slice(2, 10);
}

/** The words of a scene's card; empty where it has none. */
export const cardOf = (scene: WireScene): string => scene.card?.trim() ?? '';

/** The first line of a card, which is the largest. */
export const cardTitle = (scene: WireScene): string => cardOf(scene).split('\n')[0]?.trim() ?? '';

/** Whether there is nothing to show of a scene yet: neither a picture nor a card. */
export const lacksPicture = (scene: WireScene): boolean => !scene.image && !cardOf(scene);

/** Whether a scene is words alone: nothing is drawn for it. */
export const isWordsAlone = (scene: WireScene): boolean => !scene.image && !!cardOf(scene);

/** Whether a scene says nothing although it should: a card may be silent. */
export const lacksLine = (scene: WireScene): boolean => !scene.line?.trim() && !cardOf(scene);

/** What a scene is known by: its line, or the words of its card. */
const wordsOf = (scene: WireScene | undefined): string => scene?.line || scene?.card || '';

export function newScene(fields: Partial<WireScene> = {}): Scene {
  return { ...fields, line: fields.line ?? '', key: newKey() };
}

/** Gives each scene of a document from the service a name. */
export function withKeys(document: ProjectDocument): Doc {
  return { ...document, scene: (document.scene ?? []).map((scene) => newScene(scene)) };
}

/** The document as the service takes it. */
export function withoutKeys(doc: Doc): ProjectDocument {
  const scene = doc.scene.map(({ key: _, ...rest }) => {
    const entries = Object.entries(rest).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    return Object.fromEntries(entries) as WireScene;
  });
  return { ...doc, scene };
}

/**
 * Gives the scenes of a document from the service the names that they have here.
 *
 * Scenes have no names on the wire. Those with the same words are the same scene; of the others,
 * those that stand at the same place between the same neighbours.
 */
export function keyedLike(document: ProjectDocument, known: readonly Scene[]): Doc {
  const scenes = document.scene ?? [];
  const keys: (string | undefined)[] = scenes.map(() => undefined);
  const free = new Set(known.map((scene) => scene.key));
  const take = (index: number, scene: Scene | undefined) => {
    if (!scene || !free.has(scene.key) || keys[index]) return;
    keys[index] = scene.key;
    free.delete(scene.key);
  };
  scenes.forEach((scene, index) => {
    const words = wordsOf(scene);
    if (words && wordsOf(known[index]) === words) take(index, known[index]);
  });
  scenes.forEach((scene, index) => {
    const words = wordsOf(scene);
    if (keys[index] || !words) return;
    take(
      index,
      known.find((other) => free.has(other.key) && wordsOf(other) === words),
    );
  });
  if (scenes.length === known.length) scenes.forEach((_, index) => take(index, known[index]));
  const byKey = new Map(known.map((scene) => [scene.key, scene]));
  return {
    ...document,
    scene: scenes.map((scene, index) => {
      const named = { ...scene, line: scene.line ?? '', key: keys[index] ?? newKey() };
      const before = byKey.get(named.key);
      // What is the same stays the same object, so that nothing is drawn again for it.
      return before && same(before, named) ? before : named;
    }),
  };
}
