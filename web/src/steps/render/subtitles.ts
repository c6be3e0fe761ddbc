import type { Plan } from '../../preview/plan';
import type { Scene } from '../../lib/state/scenes';
import type { Voiceover } from '../../lib/api/types';

/** A time as SubRip writes it: `00:01:02,345`. */
function stamp(secs: number): string {
  const millis = Math.round(secs * 1000);
  const part = (value: number, width = 2) => String(Math.floor(value)).padStart(width, '0');
  const clock = [millis / 3_600_000, (millis / 60_000) % 60, (millis / 1000) % 60];
  return `${clock.map((value) => part(value)).join(':')},${part(millis % 1000, 3)}`;
}

/** The lines of a reel with their times, as a SubRip file; each while it is spoken. */
export function subtitles(plan: Plan, scenes: readonly Scene[], voice: Voiceover | null): string {
  return plan.clips
    .map((clip) => {
      const span = voice?.lines[clip.index];
      const isSpoken = typeof span?.start === 'number' && typeof span.end === 'number';
      return {
        text: scenes[clip.index]?.line.trim() ?? '',
        start: isSpoken ? (span.start ?? 0) : clip.start / plan.fps,
        end: isSpoken ? (span.end ?? 0) : clip.end / plan.fps,
      };
    })
    .filter(({ text }) => text)
    .map(({ text, start, end }, at) => `${at + 1}\n${stamp(start)} --> ${stamp(end)}\n${text}\n`)
    .join('\n');
}
