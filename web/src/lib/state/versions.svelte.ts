import { api } from '../api/client';
import type { Version } from '../api/types';
import type { ProjectManager } from './project.svelte';

/** The versions of pictures, asked for when they are looked at. */
const known = new Map<string, Promise<readonly Version[]>>();

/** The versions of a scene's picture as it is now, the oldest first. */
export function versionsOf(project: ProjectManager, key: string): Promise<readonly Version[]> {
  const scene = project.sceneOf(key);
  const name = `${project.id}/${scene?.image ?? ''}/${scene?.prompt ?? ''}`;
  let versions = known.get(name);
  if (!versions) {
    versions = api
      .versions(project.id, project.numberOf(key))
      .then((answer) => answer.versions)
      .catch(() => {
        known.delete(name);
        return [];
      });
    known.set(name, versions);
    if (known.size > 300) known.delete(known.keys().next().value ?? '');
  }
  return versions;
}
