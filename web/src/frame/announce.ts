import type { Job } from '../lib/api/types';
import { t } from '../lib/i18n/index.svelte';
import type { ProjectManager } from '../lib/state/project.svelte';
import { hashOf, router, type StepName } from '../lib/state/router.svelte';
import { toasts } from '../lib/state/toasts.svelte';

const HOME: Record<string, StepName> = {
  script: 'script',
  visuals: 'storyboard',
  image: 'storyboard',
  voiceover: 'audio',
  render: 'render',
  make: 'render',
};

/** Tells that a job has ended: aloud always, on the screen only where it is not seen anyway. */
export function tellEnds(job: Job, project: ProjectManager): void {
  const failed = job.scenes.filter((scene) => scene.error).length;
  const ready = job.scenes.length - failed;
  let text: string;
  if (job.state === 'cancelled') text = t('stopped');
  else if (job.kind === 'visuals') {
    text = failed > 0 ? t('sr_images_some', { n: ready, m: failed }) : t('sr_images', { n: ready });
  } else if (job.state === 'failed') text = t('sr_failed');
  else if (job.kind === 'voiceover') text = t('sr_voice');
  else if (job.kind === 'render') text = t('video_ready');
  else text = t('sr_script');
  if (job.state === 'failed' && job.kind === 'render') toasts.alert(text);
  else toasts.say(text);
  if (job.kind === 'render' && job.state !== 'cancelled') notify(project.name, text);
  const step = HOME[job.kind] ?? 'script';
  if (router.place.step !== step && job.state !== 'cancelled') {
    toasts.show(text, {
      tone: job.state === 'failed' ? 'error' : 'plain',
      action: { text: t('open'), run: () => (location.hash = hashOf(project.id, step)) },
    });
  }
}

/** Tells it to somebody who looks at something else, if they have said that they want it. */
function notify(title: string, body: string): void {
  const may = 'Notification' in globalThis && Notification.permission === 'granted';
  if (!may || document.visibilityState === 'visible') return;
  new Notification(title, { body, icon: '/icon.svg' });
}
