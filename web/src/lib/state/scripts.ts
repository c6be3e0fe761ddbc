import type { Job } from '../api/types';
import type { Step } from './history.svelte';
import type { ProjectManager } from './project.svelte';
import { newScene, type Scene } from './scenes';

/** A script as it once was. */
export interface ScriptVersion {
  lines: readonly string[];
  /** Who wrote it. */
  source: 'made' | 'edited';
  /** When it was last so, in milliseconds. */
  at: number;
}

const linesOf = (scenes: readonly Scene[]) => scenes.map((scene) => scene.line);
export const textOf = (lines: readonly string[]) => lines.join('\n');

/**
 * Every script that this project had, the newest first: those that were written for it, and those
 * that the person had made of them when they were written anew.
 */
export function scriptsOf(jobs: readonly Job[], steps: readonly Step[]): ScriptVersion[] {
  const made = jobs
    .filter((job) => job.kind === 'script' && (job.result?.script?.length ?? 0) > 0)
    .map((job): ScriptVersion => ({
      lines: job.result?.script ?? [],
      source: 'made',
      at: Date.parse(job.finished_at ?? job.created_at),
    }));
  const edited = steps
    .filter((step) => ['step_made_script', 'step_script_version'].includes(step.label))
    .map((step): ScriptVersion => ({
      lines: linesOf(step.before.scene),
      source: 'edited',
      at: step.at,
    }));
  const seen = new Set<string>();
  return [...made, ...edited]
    .filter(({ lines }) => lines.some((line) => line.trim()))
    .filter(({ lines }) => !seen.has(textOf(lines)) && seen.add(textOf(lines)))
    .sort((a, b) => b.at - a.at);
}

/** Puts an earlier script back. Scenes whose line it has keep their pictures. */
export function restoreScript(project: ProjectManager, version: ScriptVersion): void {
  project.edit({ label: 'step_script_version' }, (doc) => {
    const free = [...doc.scene];
    const scene = version.lines.map((line) => {
      const at = free.findIndex((other) => other.line === line);
      return at >= 0 ? (free.splice(at, 1)[0] as Scene) : newScene({ line });
    });
    return { ...doc, scene };
  });
}
