import { t } from '../../lib/i18n/index.svelte';
import type { SceneWork } from '../../lib/state/sceneWork';
import { lacksPicture, type Scene } from '../../lib/state/scenes';

/** What a card shows of its scene's picture. */
export type Shown = 'queued' | 'running' | 'cancelling' | 'failed' | 'missing' | 'stale' | 'ready';

export const isWorking = ({ phase }: SceneWork): boolean =>
  phase === 'queued' || phase === 'running' || phase === 'cancelling';

export function shownState(scene: Scene, { phase }: SceneWork, isStale: boolean): Shown {
  if (phase === 'queued' || phase === 'running' || phase === 'cancelling') return phase;
  if (phase === 'failed') return 'failed';
  if (lacksPicture(scene)) return 'missing';
  return isStale ? 'stale' : 'ready';
}

/** The state in a word or two, as it is read out. */
export function wordFor(shown: Shown): string {
  const words: Record<Shown, () => string> = {
    queued: () => t('queued'),
    running: () => t('running'),
    cancelling: () => t('stopping'),
    failed: () => t('failed'),
    missing: () => t('no_image'),
    stale: () => t('stale'),
    ready: () => t('ready'),
  };
  return words[shown]();
}
