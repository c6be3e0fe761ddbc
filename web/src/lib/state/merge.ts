import type { Doc, Scene } from './scenes';

/** What came of putting two changed documents together. */
export interface Merged {
  doc: Doc;
  /** Where both sides changed the same thing to something else, as `music.volume` or `scene:KEY.line`. */
  conflicts: string[];
}

type Fields = Record<string, unknown>;

export function same(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same((a as Fields)[name], (b as Fields)[name]));
}

/**
 * Puts together what was made of `base` on two sides. Where both changed the same field, `mine`
 * wins and the field is told in `conflicts`.
 */
export function merge(base: Doc, mine: Doc, theirs: Doc): Merged {
  if (mine === base) return { doc: theirs, conflicts: [] };
  if (theirs === base) return { doc: mine, conflicts: [] };
  const conflicts: string[] = [];
  const doc: Fields = {};
  const names = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  names.delete('scene');
  for (const name of names) {
    const [b, m, t] = [base, mine, theirs].map((side) => (side as unknown as Fields)[name]);
    doc[name] = mergeFields(b as Fields, m as Fields, t as Fields, name, conflicts);
  }
  doc.scene = mergeScenes(base.scene, mine.scene, theirs.scene, conflicts);
  return { doc: doc as unknown as Doc, conflicts };
}

function mergeFields(
  base: Fields | undefined,
  mine: Fields | undefined,
  theirs: Fields | undefined,
  place: string,
  conflicts: string[],
): Fields {
  if (mine === base || same(mine, base)) return theirs ?? {};
  if (theirs === base || same(theirs, base)) return mine ?? {};
  const merged: Fields = {};
  for (const name of new Set([...Object.keys(mine ?? {}), ...Object.keys(theirs ?? {})])) {
    const [b, m, t] = [base?.[name], mine?.[name], theirs?.[name]];
    if (same(m, b)) merged[name] = t;
    else {
      merged[name] = m;
      if (!same(t, b) && !same(t, m)) conflicts.push(`${place}.${name}`);
    }
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function mergeScenes(
  base: readonly Scene[],
  mine: readonly Scene[],
  theirs: readonly Scene[],
  conflicts: string[],
): readonly Scene[] {
  if (mine === base) return theirs;
  if (theirs === base) return mine;
  const find = (list: readonly Scene[]) => new Map(list.map((scene) => [scene.key, scene]));
  const [inBase, inMine, inTheirs] = [find(base), find(mine), find(theirs)];
  const orderOf = (list: readonly Scene[]) =>
    list.filter((scene) => inBase.has(scene.key)).map((scene) => scene.key);
  const shared = (list: readonly Scene[], other: Map<string, Scene>) =>
    orderOf(list).filter((key) => other.has(key));
  // Whoever moved scenes decides their order; when both did, it is ours.
  const isMoved = !same(shared(mine, inMine), shared(base, inMine));
  const [first, second] = isMoved ? [mine, theirs] : [theirs, mine];
  const keys: string[] = first.map((scene) => scene.key);
  for (const [index, scene] of second.entries()) {
    if (keys.includes(scene.key)) continue;
    const before = second
      .slice(0, index)
      .reverse()
      .find((other) => keys.includes(other.key));
    keys.splice(before ? keys.indexOf(before.key) + 1 : 0, 0, scene.key);
  }
  const merged: Scene[] = [];
  for (const key of keys) {
    const [b, m, t] = [inBase.get(key), inMine.get(key), inTheirs.get(key)];
    if (m && t) {
      const place = `scene:${key}`;
      const scene = mergeFields(
        b as unknown as Fields,
        m as unknown as Fields,
        t as unknown as Fields,
        place,
        conflicts,
      ) as unknown as Scene;
      merged.push(same(scene, m) ? m : { ...scene, key });
    } else if (m || t) {
      const left = (m ?? t) as Scene;
      // Removed on the other side: it goes, unless its words were changed on this one.
      if (!b || (!same(left.line, b.line) && m)) merged.push(left);
    }
  }
  return merged;
}
