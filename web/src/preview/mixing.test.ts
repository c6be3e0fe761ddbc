import { describe, expect, it } from 'vitest';
import { musicAt, placeInTrack, stepped } from './mixing';

describe('music under a voice', () => {
  it('steps back while somebody speaks, as far as it is told, and comes back as slowly', () => {
    const music = { volume: 1, ducking: true, ducking_depth: 20, ducking_release: 1 };
    const down = stepped(0, true, 1, music);
    expect(down).toBeCloseTo(1);
    expect(musicAt(5, 60, down, music)).toBeCloseTo(0.1);
    const half = stepped(1, false, Math.LN2 / 3, music);
    expect(half).toBeCloseTo(0.5);
    expect(stepped(1, false, 1, { ...music, ducking_release: 5 })).toBeGreaterThan(half);
    expect(stepped(1, false, 0, music)).toBe(1);
    expect(stepped(0, true, 1, { ...music, ducking: false })).toBe(0);
  });

  it('comes in and goes as long as it is told', () => {
    const music = { volume: 0.5, fade_in: 2, fade_out: 4 };
    expect(musicAt(1, 60, 0, music)).toBeCloseTo(0.25);
    expect(musicAt(30, 60, 0, music)).toBeCloseTo(0.5);
    expect(musicAt(59, 60, 0, music)).toBeCloseTo(0.125);
    expect(musicAt(0, 60, 0, { ...music, fade_in: 0 })).toBeCloseTo(0.5);
    expect(musicAt(0.15, 60, 0, {})).toBeCloseTo(0.15);
  });

  it('begins where it is told, and goes round from there', () => {
    expect(placeInTrack(7, 20, { start: 5 })).toBe(12);
    expect(placeInTrack(18, 20, { start: 5 })).toBe(8);
    expect(placeInTrack(25, 20, {})).toBe(5);
    expect(placeInTrack(3, 20, { start: 40 })).toBe(3);
  });
});
