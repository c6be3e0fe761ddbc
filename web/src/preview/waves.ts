import { api } from '../lib/api/client';
import type { Waveform } from '../lib/api/types';

const known = new Map<string, Promise<Waveform>>();

/** The shape of a sound of the service; files never change under their address. */
export function waveOf(url: string): Promise<Waveform> {
  let wave = known.get(url);
  if (!wave) {
    wave = api.waveform(url, 1000);
    wave.catch(() => known.delete(url));
    known.set(url, wave);
  }
  return wave;
}
