import type { Job, SceneError } from '../api/types';

/** What is the case with the picture of a scene: nothing to do with whether there is one. */
export interface SceneWork {
  phase: 'idle' | 'queued' | 'running' | 'cancelling' | 'failed' | 'cancelled';
  job: Job | null;
  error: SceneError | null;
  since: number;
}

/** Nothing is done for it. */
export const IDLE: SceneWork = { phase: 'idle', job: null, error: null, since: 0 };
