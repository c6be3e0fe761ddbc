import { recall, remember } from './keep';
import type { Scene } from './scenes';

/** Pictures of which the person has said that they still fit, although the words have changed. */
class Fine {
  #known = $state.raw<readonly string[]>(recall<string[]>('fine') ?? []);

  has(scene: Scene): boolean {
    return this.#known.includes(nameOf(scene));
  }

  add(scene: Scene): void {
    this.#known = [...this.#known, nameOf(scene)].slice(-300);
    remember('fine', this.#known);
  }
}

const nameOf = (scene: Scene) => `${scene.image ?? ''} ${scene.line}`;

export const fine = new Fine();
