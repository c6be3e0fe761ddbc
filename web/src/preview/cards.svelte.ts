import { api } from '../lib/api/client';
import type { ProjectManager } from '../lib/state/project.svelte';
import { cardOf, type Doc, type Scene } from '../lib/state/scenes';

/** All that the picture of a card depends on. */
const causesOf = (scene: Scene, { captions, reel }: Doc): string =>
  JSON.stringify([
    [scene.card, scene.background, scene.image, scene.fit, scene.focus],
    [captions?.font, reel?.format, reel?.language],
  ]);

/** The cards of a project, each as the engine draws it. They follow what is saved. */
export class Cards {
  #project: ProjectManager;
  #drawnOf = new Map<string, string>();
  #following: Promise<void> | null = null;
  #isStale = false;
  #isClosed = false;
  /** The addresses of the pictures, by the keys of their scenes. */
  urls = $state.raw<ReadonlyMap<string, string>>(new Map());

  constructor(project: ProjectManager) {
    this.#project = project;
  }

  /** Fetches the cards that look different now, and forgets those that are gone. */
  follow(): Promise<void> {
    this.#isStale = true;
    this.#following ??= this.#catchUp().finally(() => (this.#following = null));
    return this.#following;
  }

  close(): void {
    this.#isClosed = true;
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls = new Map();
  }

  async #catchUp(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      const saved = this.#project.saved;
      const cards = saved.scene.filter((scene) => cardOf(scene));
      this.#keepOnly(cards.map((scene) => scene.key));
      for (const scene of cards) {
        if (this.#isStale) break;
        await this.#draw(scene, saved);
      }
    }
  }

  async #draw(scene: Scene, saved: Doc): Promise<void> {
    const causes = causesOf(scene, saved);
    if (this.#drawnOf.get(scene.key) === causes) return;
    try {
      const picture = await api.card(this.#project.id, saved.scene.indexOf(scene) + 1);
      // Numbers of scenes, and what they say, are those of the document that was saved then.
      if (this.#project.saved !== saved) {
        this.#isStale = true;
        return;
      }
      this.#put(scene.key, URL.createObjectURL(picture));
      this.#drawnOf.set(scene.key, causes);
    } catch {
      // The scene shows its ground until something changes.
    }
  }

  #put(key: string, url: string | null): void {
    const urls = new Map(this.urls);
    const before = urls.get(key);
    if (before) URL.revokeObjectURL(before);
    if (url) urls.set(key, url);
    else urls.delete(key);
    this.urls = urls;
  }

  #keepOnly(keys: readonly string[]): void {
    for (const key of [...this.urls.keys()].filter((one) => !keys.includes(one))) {
      this.#put(key, null);
      this.#drawnOf.delete(key);
    }
  }
}
