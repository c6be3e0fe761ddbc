import { api } from '../api/client';
import type { Version } from '../api/types';
import { setScene } from './edits';
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

/** Makes the version before or after the one there is the current one; it can be taken back. */
export async function stepVersion(project: ProjectManager, key: string, by: number): Promise<void> {
  const versions = await versionsOf(project, key);
  const scene = project.sceneOf(key);
  if (!scene || scene.locked) return;
  const at = versions.findIndex((version) => version.url === scene.image);
  const next = at >= 0 ? versions[at + by] : undefined;
  if (next) setScene(project, key, { image: next.url }, 'step_version');
}
