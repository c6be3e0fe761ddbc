import type { Job } from '../api/types';

/**
 * How long a picture took in the jobs that there were, in whole seconds: the middle half of them.
 * One alone says nothing.
 */
export function usualSecs(jobs: readonly Job[]): [number, number] | null {
  const took = jobs
    .filter((job) => job.kind === 'visuals' && job.state === 'succeeded' && job.started_at)
    .filter((job) => job.scenes.length > 0)
    .map((job) => {
      const secs = (Date.parse(job.finished_at ?? '') - Date.parse(job.started_at ?? '')) / 1000;
      return secs / job.scenes.length;
    })
    .filter((secs) => secs > 0)
    .sort((a, b) => a - b);
  if (took.length < 2) return null;
  const at = (share: number) => took[Math.floor((took.length - 1) * share)] ?? 0;
  return [Math.max(1, Math.round(at(0.25))), Math.max(2, Math.ceil(at(0.75)))];
}
