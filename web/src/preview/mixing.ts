import type { Music } from '../lib/api/types';

/** How loud the music is under the voice, as near to the mix of the engine as a page comes. */

/** What the engine does where the project says nothing. */
export const USUAL = {
  volume: 0.3,
  ducking_depth: 10,
  ducking_release: 0.6,
  fade_in: 0.3,
  fade_out: 1.5,
} as const;

const ATTACK_SECS = 0.15;
/** After so many time constants of its way back the music is there. */
const RELEASES = 3;

const clamp = (value: number) => Math.max(0, Math.min(1, value || 0));

/** How far music has stepped back some seconds later: 0 not at all, 1 all the way. */
export function stepped(back: number, isSpeech: boolean, elapsed: number, music: Music): number {
  const release = (music.ducking_release ?? USUAL.ducking_release) / RELEASES;
  const constant = isSpeech ? ATTACK_SECS / RELEASES : release;
  const target = isSpeech && (music.ducking ?? true) ? 1 : 0;
  return target + (back - target) * Math.exp(-Math.max(0, elapsed) / constant);
}

/** The loudness of the music at a time of a reel: 1 is as loud as it can be. */
export function musicAt(time: number, duration: number, back: number, music: Music): number {
  const share = (secs: number, length: number) => (length > 0 ? clamp(secs / length) : 1);
  const fades =
    share(time, music.fade_in ?? USUAL.fade_in) *
    share(duration - time, music.fade_out ?? USUAL.fade_out);
  const depth = music.ducking_depth ?? USUAL.ducking_depth;
  return clamp((music.volume ?? USUAL.volume) * fades * 10 ** ((-depth * back) / 20));
}

/** Where in a track of some length one is at a time of the reel. */
export function placeInTrack(time: number, length: number, music: Music): number {
  const begins = music.start ?? 0;
  const rest = length - begins;
  return rest > 0 ? begins + (time % rest) : time % length;
}
