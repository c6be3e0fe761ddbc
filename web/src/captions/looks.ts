import type { CaptionLook, CaptionsDocument, CaptionStyle } from '../lib/api/types';

/** The looks of captions as the engine has them (`captions/sheet.rs`): what holds where nothing is set. */

export type CaptionValues = Required<{
  [
    name in keyof Omit<CaptionsDocument, 'style' | 'look' | 'position' | 'height' | 'font'>
  ]-?: NonNullable<CaptionsDocument[name]>;
}>;

const CLEAR: CaptionValues = {
  size: 1,
  weight: 700,
  color: '#ffffff',
  highlight: '#ffc82c',
  outline: 7,
  outline_color: '#000000',
  shadow: 0.55,
  box: '#00000000',
  upper_case: false,
  max_lines: 2,
  words: 3,
};

const OWN: Record<CaptionLook, CaptionValues> = {
  clear: CLEAR,
  bold: { ...CLEAR, weight: 900, highlight: '#ffe600', outline: 13, shadow: 0.4, upper_case: true },
  boxed: { ...CLEAR, highlight: '#40e0d0', outline: 0, shadow: 0, box: '#0c0e14cd' },
  marker: { ...CLEAR, weight: 900, highlight: '#7c3aed', outline: 6, shadow: 0.45 },
  soft: { ...CLEAR, weight: 600, highlight: '#ffe096', outline: 0, shadow: 1 },
};

export const LOOKS = Object.keys(OWN) as CaptionLook[];
export const STYLES = ['none', 'line', 'word', 'pop'] as const satisfies readonly CaptionStyle[];

/** The family of fonts that is built into the engine. */
export const BUNDLED_FONT = 'Montserrat';

/** In these looks the colour of the spoken word is that of a plate behind it. */
export const hasPlate = (look: CaptionLook): boolean => look === 'marker';

/** What a look is, in a style, before a person changes it. */
export function usualOf(look: CaptionLook, style: CaptionStyle): CaptionValues {
  return { ...OWN[look], max_lines: style === 'pop' ? 1 : 2 };
}

/** The fields that a person has set beside the look itself. */
export const setFields = (captions: CaptionsDocument | null | undefined): string[] =>
  Object.entries(captions ?? {})
    .filter(([name, value]) => value != null && (name in CLEAR || name === 'font'))
    .map(([name]) => name);

/** Where captions stand as a percentage, when one begins to say it exactly. */
export const HEIGHTS = { upper: 20, middle: 50, lower: 70 } as const;
