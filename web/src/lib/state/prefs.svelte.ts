import { recall, remember } from './keep';

export type Language = 'uz' | 'en' | 'ru';
export type Appearance = 'system' | 'light' | 'dark';

/** What the person has chosen in this browser. */
export interface Prefs {
  language: Language;
  appearance: Appearance;
  /** The language of videos; `null`: that of the page. */
  videoLanguage: Language | null;
  length: number;
  /** How many scenes a script gets; `null`: as suits its length. */
  scenes: number | null;
  captions: boolean;
  style: string;
  tone: string;
  format: string;
  quality: 'draft' | 'standard' | 'high';
  listenVolume: number;
  stripIsFolded: boolean;
  localHintIsSeen: boolean;
  /** How the scenes of the board stand. */
  board: 'cards' | 'list';
  /** Whether single letters do something while a card or the preview has the focus. */
  singleKeys: boolean;
  showsSafeArea: boolean;
}

/** The first of the browser's languages that the page speaks. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const known = (['uz', 'en', 'ru'] as const).find((language) =>
      tag.toLowerCase().startsWith(language),
    );
    if (known) return known;
  }
  return 'uz';
}

/** Keeps what the person chooses, for the next time. */
class PrefsManager {
  #kept = $state.raw<Prefs>({
    language: languageOf(navigator.languages ?? [navigator.language]),
    appearance: 'system',
    videoLanguage: null,
    length: 30,
    scenes: null,
    captions: true,
    style: '',
    tone: '',
    format: 'reel',
    quality: 'standard',
    listenVolume: 0.8,
    stripIsFolded: false,
    localHintIsSeen: false,
    board: 'cards',
    singleKeys: true,
    showsSafeArea: false,
    ...recall<Partial<Prefs>>('prefs'),
  });

  get value(): Prefs {
    return this.#kept;
  }

  set(change: Partial<Prefs>): void {
    this.#kept = { ...this.#kept, ...change };
    remember('prefs', this.#kept);
    if (change.appearance) applyAppearance(change.appearance);
  }
}

export function applyAppearance(chosen: Appearance): void {
  const isDark =
    chosen === 'dark' ||
    (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

export const prefs = new PrefsManager();

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
  applyAppearance(prefs.value.appearance),
);
