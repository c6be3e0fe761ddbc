import type { Job, Quality } from '../../lib/api/types';

/** The name under which a video is saved: the project's name and the day. */
export function downloadName(name: string, day = new Date()): string {
  const words = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}ʻʼ]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words || 'reel'}-${day.toISOString().slice(0, 10)}.mp4`;
}

/** About how long a render takes on this machine, judged by the last ones; `null` before the first. */
export function guessSecs(jobs: readonly Job[], duration: number, quality: Quality): number | null {
  const speeds = jobs
    .filter(
      (job) => job.kind === 'render' && job.result?.video && job.started_at && job.finished_at,
    )
    .filter((job) => (job.result?.video?.reused ?? 0) < 0.2)
    .map((job) => {
      const took = (Date.parse(job.finished_at ?? '') - Date.parse(job.started_at ?? '')) / 1000;
      return took / (job.result?.video?.duration ?? 1);
    });
  const speed = speeds[0];
  if (!speed) return null;
  return Math.max(1, duration * speed * (quality === 'high' ? 1.3 : 1));
}
