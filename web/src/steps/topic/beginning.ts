import type { ProjectDocument } from '../../lib/api/types';
import type { Prefs } from '../../lib/state/prefs.svelte';

/** What a project begins with: a topic, or a script of the person's own, and what they chose. */
export function beginning(
  prefs: Prefs,
  language: string,
  text: { topic: string } | { lines: readonly string[] },
): ProjectDocument {
  const { style, tone, format, scenes, captions, length } = prefs;
  return {
    reel: {
      topic: 'topic' in text ? text.topic : undefined,
      language,
      length,
      format,
      scenes: scenes ?? undefined,
      style: style || undefined,
      tone: tone || undefined,
    },
    music: { track: 'inspirational', volume: 0.2, ducking: true },
    captions: { style: captions ? 'word' : 'none' },
    scene: 'lines' in text ? text.lines.map((line) => ({ line })) : [],
  };
}
