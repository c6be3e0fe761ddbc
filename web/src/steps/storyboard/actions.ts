import { api } from '../../lib/api/client';
import { duplicateScene, setScene } from '../../lib/state/edits';
import type { JobsManager } from '../../lib/state/jobs.svelte';
import type { ProjectManager } from '../../lib/state/project.svelte';
import { isWordsAlone } from '../../lib/state/scenes';
import { prefs } from '../../lib/state/prefs.svelte';
import { stepVersion } from '../../lib/state/versions.svelte';

/** What is done with a scene of the board by a button, the menu or a key. */
export class CardActions {
  #project: ProjectManager;
  #jobs: JobsManager;
  #key: string;

  constructor(project: ProjectManager, jobs: JobsManager, key: string) {
    this.#project = project;
    this.#jobs = jobs;
    this.#key = key;
  }

  /** Draws the picture of the prompt there is; the one before stays among the versions. */
  async regenerate(): Promise<void> {
    const scene = this.#project.sceneOf(this.#key);
    if (!scene || scene.locked || isWordsAlone(scene)) return;
    await this.#jobs.work('visuals', { redo: !!scene.image }, [this.#key]);
  }

  /** Takes the picture as it is, although its prompt or look has changed since. */
  async accept(): Promise<void> {
    await this.#project.flush();
    const number = this.#project.numberOf(this.#key);
    this.#project.adopt(await api.accept(this.#project.id, number));
  }

  toggleLock(): void {
    const locked = !this.#project.sceneOf(this.#key)?.locked;
    setScene(this.#project, this.#key, { locked }, 'step_lock');
  }

  duplicate(): void {
    duplicateScene(this.#project, this.#key);
  }

  /** Does what a key means on a card; tells whether it meant anything. */
  press(code: string, others: Record<string, () => unknown> = {}): boolean {
    if (!prefs.value.singleKeys) return false;
    const meanings: Record<string, () => unknown> = {
      ...others,
      KeyR: () => this.regenerate(),
      KeyL: () => this.toggleLock(),
      KeyD: () => this.duplicate(),
      BracketLeft: () => stepVersion(this.#project, this.#key, -1),
      BracketRight: () => stepVersion(this.#project, this.#key, 1),
    };
    const meaning = meanings[code];
    if (meaning) void meaning();
    return meaning !== undefined;
  }
}
