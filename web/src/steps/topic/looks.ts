/** The looks that can be chosen for the pictures; what they add to every prompt, and how they are shown. */
export const LOOKS = [
  { name: 'none', style: '' },
  { name: 'watercolour', style: 'watercolour, soft light' },
  { name: 'photo', style: 'photograph, natural light, shallow depth of field' },
  { name: 'flat', style: 'flat vector illustration, bold shapes' },
  { name: 'clay', style: 'clay figures, studio light' },
  { name: 'ink', style: 'ink drawing, fine lines, paper texture' },
] as const;

export const FORMATS = ['reel', 'portrait', 'square', 'landscape'] as const;
export const LENGTHS = [15, 30, 45, 60] as const;
/** The languages, each in its own words. */
export const LANGUAGES = [
  { value: 'uz', lang: 'uz', label: 'Oʻzbekcha' },
  { value: 'en', lang: 'en', label: 'English' },
  { value: 'ru', lang: 'ru', label: 'Русский' },
] as const;

/** A topic that is longer is probably a whole text. */
export const MOST_LETTERS = 500;
/** The most scenes that a script is written with. */
export const MOST_SCENES = 60;

/** How many scenes a script of some seconds gets, as the engine counts. */
export const scenesFor = (secs: number) =>
  Math.max(1, Math.min(MOST_SCENES, Math.round(secs / 4.5)));
