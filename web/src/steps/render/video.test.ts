import { describe, expect, it } from 'vitest';
import type { Job } from '../../lib/api/types';
import { downloadName, guessSecs, nameOfFormat, videosOf } from './video';

const made = (format: string, duration = 10, reused = 0) => ({
  format,
  duration,
  reused,
  bytes: 1,
  width: 1,
  height: 1,
  video_url: `/exports/${format}.mp4`,
  poster_url: `/exports/${format}.jpg`,
});
const job = (result: Job['result'], secs = 20) =>
  ({
    kind: 'render',
    result,
    started_at: '2026-01-01T10:00:00Z',
    finished_at: new Date(Date.parse('2026-01-01T10:00:00Z') + secs * 1000).toISOString(),
  }) as Job;

describe('videos', () => {
  it('are all that a job has made, or the one of an older job', () => {
    const both = [made('reel'), made('square')];
    expect(videosOf(job({ videos: both, video: both[0] } as Job['result']))).toEqual(both);
    expect(videosOf(job({ video: both[0] } as Job['result']))).toEqual([both[0]]);
    expect(videosOf(undefined)).toEqual([]);
  });

  it('are saved under the name of the project, the format and the day', () => {
    const day = new Date('2026-03-04T12:00:00Z');
    expect(downloadName(' Dengiz: nega shoʻr? ', { day })).toBe('Dengiz-nega-shoʻr-2026-03-04.mp4');
    expect(downloadName('', { day, extension: 'srt', format: 'square' })).toBe(
      'reel-square-2026-03-04.srt',
    );
    expect(nameOfFormat('720x1280')).toBe('720×1280');
  });

  it('take as long as the last ones that were encoded anew', () => {
    const quick = job({ videos: [made('reel', 10, 0.9)] } as Job['result'], 1);
    const both = job({ videos: [made('reel'), made('square')] } as Job['result'], 20);
    expect(guessSecs([quick, both], 30, 'standard', 2)).toBe(60);
    expect(guessSecs([quick, both], 30, 'high')).toBeCloseTo(39);
    expect(guessSecs([quick], 30, 'standard')).toBeNull();
  });
});
