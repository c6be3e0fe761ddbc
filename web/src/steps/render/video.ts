import type { Job, MadeVideo, Quality } from '../../lib/api/types';
import { tDynamic } from '../../lib/i18n/index.svelte';
import { FORMATS } from '../topic/looks';

/** The name under which a file of a video is saved: the project's name and the day. */
export function downloadName(
  name: string,
  { day = new Date(), extension = 'mp4', format = '' } = {},
): string {
  const words = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}ʻʼ]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const parts = [words || 'reel', format, day.toISOString().slice(0, 10)];
  return `${parts.filter(Boolean).join('-')}.${extension}`;
}

/** The videos that a job has made, one of each format; the first one is the project's own. */
export function videosOf(job: Job | undefined): readonly MadeVideo[] {
  const { videos, video } = job?.result ?? {};
  return videos?.length ? videos : video ? [video] : [];
}

/** A format in words; a size of the person's own as `720×1280`. */
export function nameOfFormat(format: string): string {
  const isKnown = FORMATS.some((known) => known === format);
  return isKnown ? tDynamic(`format_${format}`) : format.replace('x', '×');
}

/** About how long a render takes on this machine, judged by the last ones; `null` before the first. */
export function guessSecs(
  jobs: readonly Job[],
  duration: number,
  quality: Quality,
  formats = 1,
): number | null {
  for (const job of jobs) {
    const videos = videosOf(job);
    const secs = videos.reduce((sum, video) => sum + video.duration, 0);
    const isWhole = secs > 0 && videos.every((video) => video.reused < 0.2);
    if (job.kind !== 'render' || !isWhole || !job.started_at || !job.finished_at) continue;
    const took = (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000;
    const expected = duration * formats * (took / secs) * (quality === 'high' ? 1.3 : 1);
    return Math.max(1, expected);
  }
  return null;
}
