import { describe, expect, it } from 'vitest';
import { LOOKS, setFields, STYLES, usualOf } from './looks';

describe('looks of captions', () => {
  it('say what holds where nothing is set, within what the service takes', () => {
    for (const look of LOOKS) {
      for (const style of STYLES) {
        const usual = usualOf(look, style);
        expect(usual.max_lines).toBe(style === 'pop' ? 1 : 2);
        expect(usual.outline).toBeLessThanOrEqual(30);
        for (const colour of [usual.color, usual.highlight, usual.outline_color, usual.box]) {
          expect(colour).toMatch(/^#([0-9a-f]{6}|[0-9a-f]{8})$/);
        }
      }
    }
    expect(usualOf('bold', 'word')).toMatchObject({ upper_case: true, weight: 900 });
  });

  it('tell what a person has set beside them', () => {
    expect(setFields({ style: 'word', look: 'bold', position: 'upper', height: 12 })).toEqual([]);
    expect(setFields({ size: 1.5, font: 'Lora', color: null, upper_case: false })).toEqual([
      'size',
      'font',
      'upper_case',
    ]);
    expect(setFields(undefined)).toEqual([]);
  });
});
