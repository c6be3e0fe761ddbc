import { prefs, type Language } from '../state/prefs.svelte';
import { en } from './en';
import { ru } from './ru';
import { uz } from './uz';

/** Forms of a text by a number, as CLDR names them. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Key = keyof typeof en;
/** A whole language: a text that is missing does not compile. */
export type Dict = Record<Key, string | Plural>;

const DICTS: Record<Language, Dict> = { uz, en, ru };

/** Chromium has no Uzbek numbers and prints root formats; Uzbek writes them as Russian does. */
const numberLocale = (language: Language) => (language === 'uz' ? 'ru' : language);

const rules = new Map<Language, Intl.PluralRules>();
const formats = new Map<string, Intl.NumberFormat>();

export function translate(
  language: Language,
  key: Key,
  params: Record<string, string | number> = {},
): string {
  const entry = DICTS[language][key];
  let text: string;
  if (typeof entry === 'string') text = entry;
  else {
    if (!rules.has(language)) rules.set(language, new Intl.PluralRules(language));
    const form = rules.get(language)?.select(Number(params.n ?? 0)) ?? 'other';
    text = entry[form] ?? entry.other;
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return typeof value === 'number' ? number(value, {}, language) : (value ?? '');
  });
}

/** The text of a key in the language of the page. */
export function t(key: Key, params?: Record<string, string | number>): string {
  return translate(prefs.value.language, key, params);
}

/** A text whose key is made while the page runs, as names of effects are. */
export function tDynamic(key: string, params?: Record<string, string | number>): string {
  return key in en ? t(key as Key, params) : key;
}

export function number(
  value: number,
  options: Intl.NumberFormatOptions = {},
  language: Language = prefs.value.language,
): string {
  const name = `${language}${JSON.stringify(options)}`;
  if (!formats.has(name)) formats.set(name, new Intl.NumberFormat(numberLocale(language), options));
  return formats.get(name)?.format(value) ?? String(value);
}

/** Seconds with one digit after the point, as `5,2 s`. */
export function secs(value: number): string {
  return t('secs', { s: number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) });
}

/** A time as `0:07`. */
export function clock(value: number): string {
  const whole = Math.max(0, Math.floor(value));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function money(usd: number): string {
  const digits = usd < 0.1 ? 3 : 2;
  return `${number(usd, { minimumFractionDigits: 2, maximumFractionDigits: digits })} $`;
}

export function megabytes(bytes: number): string {
  return `${number(bytes / 1e6, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
}

/** When something was, in words: the browser knows no Uzbek dates. */
export function ago(iso: string, now = Date.now()): string {
  const minutes = Math.max(0, Math.round((now - Date.parse(iso)) / 60_000));
  if (minutes < 1) return t('just_now');
  if (minutes < 60) return t('minutes_ago', { n: minutes });
  if (minutes < 60 * 24) return t('hours_ago', { n: Math.round(minutes / 60) });
  return t('days_ago', { n: Math.round(minutes / 60 / 24) });
}
