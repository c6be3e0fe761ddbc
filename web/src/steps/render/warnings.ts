import { t } from '../../lib/i18n/index.svelte';

/** What the engine warns of, in the person's language where it is known. */
export function warningText(warning: string): string {
  if (warning.includes('captions are kept')) return t('warn_captions');
  const short = warning.match(/^scene (\d+) lasts/);
  if (short) return t('warn_short', { n: Number(short[1]) });
  if (warning.includes('last scene is held')) return t('warn_held');
  return warning;
}
