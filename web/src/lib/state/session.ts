import { getContext, setContext } from 'svelte';
import type { Player } from '../../preview/player.svelte';
import type { JobsManager } from './jobs.svelte';
import type { ProjectManager } from './project.svelte';
import type { Spending } from './spending.svelte';

/** Everything that belongs to the project that is open. */
export interface Session {
  project: ProjectManager;
  jobs: JobsManager;
  player: Player;
  spending: Spending;
}

const NAME = Symbol('session');

export const setSession = (session: Session) => setContext(NAME, session);
export const getSession = () => getContext<Session>(NAME);
