import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../lib/api/client';
import { Overlays } from './overlays';

interface Picture extends ImageBitmap {
  name: string;
  isClosed: boolean;
}
const FPS = 30;
let asked: number[];
let overlays: Overlays;

/** Pictures are named after the frame that they are of and the document that they are from. */
let document = 'a';
const nameOf = (frame: number) => overlays.at(frame).bitmap as Picture | null;
const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(async () => {
  vi.restoreAllMocks();
  asked = [];
  document = 'a';
  vi.spyOn(api, 'captions').mockImplementation(async () => ({
    captions: [],
    changes: [0, 0.5, 1, 2, 3, 4, 5],
  }));
  vi.spyOn(api, 'overlay').mockImplementation(async (_, at) => {
    asked.push(Math.floor(at * FPS));
    return new Blob([`${document}${Math.floor(at * FPS)}`]);
  });
  vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
    const bitmap = { name: await blob.text(), isClosed: false, close: () => undefined };
    bitmap.close = () => ((bitmap.isClosed = true), undefined);
    return bitmap as unknown as ImageBitmap;
  });
  overlays = new Overlays('1'.repeat(32));
  await overlays.follow('1', FPS);
});

describe('what lies over the pictures', () => {
  it('is that of the last change, fetched once with the next ones', async () => {
    expect(overlays.at(20)).toEqual({ bitmap: null, isCurrent: false });
    await settle();
    expect(nameOf(20)?.name).toBe('a15');
    expect(nameOf(29)?.name).toBe('a15');
    expect(nameOf(30)?.name).toBe('a30');
    await settle();
    expect(asked).toEqual([15, 30, 60, 90, 120]);
  });

  it('keeps what was seen until the next one has come, and nothing that belongs elsewhere', async () => {
    overlays.at(0);
    await settle();
    expect(nameOf(0)?.name).toBe('a0');
    vi.spyOn(api, 'overlay').mockReturnValue(new Promise(() => undefined));
    // Far away nothing is known; in the state after the one that is seen, that one stays.
    expect(nameOf(160)).toBeNull();
    expect(nameOf(60)?.name).toBe('a60');
    expect(overlays.at(91)).toMatchObject({ isCurrent: false, bitmap: { name: 'a60' } });
  });

  it('is fetched anew for another document, and the old one stays in sight meanwhile', async () => {
    overlays.at(20);
    await settle();
    const old = nameOf(20);
    document = 'b';
    await overlays.follow('2', FPS);
    expect(overlays.at(20)).toEqual({ bitmap: old, isCurrent: false });
    expect(old?.isClosed).toBe(false);
    await settle();
    expect(overlays.at(20)).toMatchObject({ bitmap: { name: 'b15' }, isCurrent: true });
  });

  it('leaves what comes late from an older document', async () => {
    let answer: (blob: Blob) => void = () => undefined;
    vi.spyOn(api, 'overlay').mockImplementationOnce(() => new Promise((done) => (answer = done)));
    overlays.at(150);
    await overlays.follow('2', FPS);
    answer(new Blob(['late']));
    await settle();
    expect(nameOf(150)?.name).not.toBe('late');
  });

  it('closes what it does not need any more', async () => {
    vi.spyOn(api, 'captions').mockResolvedValue({
      captions: [],
      changes: Array.from({ length: 60 }, (_, at) => at / FPS),
    });
    await overlays.follow('2', FPS);
    overlays.at(0);
    await settle();
    const first = nameOf(0);
    for (let frame = 1; frame < 60; frame += 1) {
      overlays.at(frame);
      await settle();
      overlays.at(frame);
    }
    expect(first?.isClosed).toBe(true);
    expect(nameOf(59)?.isClosed).toBe(false);
  });
});
