import { getContext, setContext } from 'svelte';
import type { Player } from '../../preview/player.svelte';
import type { JobsManager } from './jobs.svelte';
import type { ProjectManager } from './project.svelte';

/** Everything that belongs to the project that is open. */
export interface Session {
  project: ProjectManager;
  jobs: JobsManager;
  player: Player;
}

const NAME = Symbol('session');

export const setSession = (session: Session) => setContext(NAME, session);
export const getSession = () => getContext<Session>(NAME);
