import { t, type Key } from '../i18n/index.svelte';
import type { ApiError } from '../api/problem';
import type { Problem, SceneError } from '../api/types';

const TEXTS: Record<string, Key> = {
  offline: 'err_server',
  refused: 'err_refused',
  quota_exceeded: 'err_limit',
  queue_full: 'err_queue',
  provider_key: 'err_key',
  unavailable: 'err_unavailable',
  interrupted: 'err_interrupted',
  timeout: 'err_timeout',
  request_timeout: 'err_timeout',
  disk_full: 'err_disk',
  too_large: 'err_big',
  unsupported_type: 'err_type',
  media: 'err_media',
  not_found: 'err_not_found',
  busy: 'err_busy',
  cancelled: 'stopped',
  unauthenticated: 'err_token',
  invalid_input: 'err_invalid',
  malformed: 'err_invalid',
  unknown_host: 'err_host',
  foreign_origin: 'err_host',
};

/** What went wrong, in the person's language; the code decides, never the English of the service. */
export function explain(
  error: Pick<SceneError, 'code' | 'detail'> | Partial<Problem> | ApiError,
  params: Record<string, string | number> = {},
): string {
  const code = error.code ?? 'internal';
  // A refusal of one scene comes under a general code; its words tell it.
  const detail = ('detail' in error ? error.detail : '') ?? '';
  if (code === 'unavailable' && /declin|refus|safety|block/i.test(detail)) return t('err_refused');
  if (code === 'unavailable' && /quota|limit|429/i.test(detail)) return t('err_limit');
  return t(TEXTS[code] ?? 'err_internal', { x: '', ...params });
}

/** The words of the service itself, for those who want them. */
export function detailsOf(error: SceneError | Partial<Problem> | ApiError): string {
  if ('problem' in error) {
    const { detail, hint, errors } = error.problem;
    const mistakes = errors?.map((mistake) => `${mistake.pointer}: ${mistake.detail}`) ?? [];
    return [detail ?? error.message, ...mistakes, hint].filter(Boolean).join(' · ');
  }
  const { detail, hint } = error as SceneError;
  return [detail, hint].filter(Boolean).join(' · ');
}
