import { describe, expect, it } from 'vitest';
import { withKeys } from '../../lib/state/scenes';
import { planOf } from '../../preview/plan';
import { subtitles } from './subtitles';

describe('subtitles', () => {
  it('stand while their line is spoken, and scenes without words have none', () => {
    const doc = withKeys({
      reel: { language: 'en' },
      scene: [
        { line: 'One.' },
        { line: '', duration: 2 },
        { line: 'Three, to the end.', duration: 3601 },
      ],
    });
    const voice = {
      audio_url: '/v.wav',
      duration: 5,
      lines: [{ start: 0.25, end: 1.5 }, {}, {}] as { start: number; end: number }[],
    };
    const plan = planOf(doc, voice);
    expect(subtitles(plan, doc.scene, voice)).toBe(
      '1\n00:00:00,250 --> 00:00:01,500\nOne.\n\n' +
        '2\n00:00:03,900 --> 01:00:04,900\nThree, to the end.\n',
    );
  });
});
