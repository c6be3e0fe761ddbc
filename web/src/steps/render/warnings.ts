import { t } from '../../lib/i18n/index.svelte';

/** What the engine warns of, in the person's language where it is known. */
export function warningText(warning: string): string {
  const short = warning.match(/^scene (\d+) lasts/);
  if (short) return t('warn_short', { n: Number(short[1]) });
  if (warning.includes('last scene is held')) return t('warn_held');
  const font = warning.match(/^the font `(.+)` is not installed/);
  if (font) return t('warn_font', { x: font[1] ?? '' });
  const letters = warning.match(/^no font on this machine has (.+), so captions/);
  if (letters) return t('warn_letters', { x: letters[1] ?? '' });
  return warning;
}
