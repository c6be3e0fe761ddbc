/** Which scenes of the board are chosen, by their keys. */
export class Selection {
  #keys = $state.raw<readonly string[]>([]);
  /** From where Shift reaches. */
  #anchor: string | null = null;

  get keys(): readonly string[] {
    return this.#keys;
  }

  has(key: string): boolean {
    return this.#keys.includes(key);
  }

  toggle(key: string): void {
    this.#anchor = key;
    this.#keys = this.has(key) ? this.#keys.filter((other) => other !== key) : [...this.#keys, key];
  }

  /** Chooses everything from the last one to this one, in the order of the board. */
  reach(key: string, order: readonly string[]): void {
    const from = order.indexOf(this.#anchor ?? key);
    const to = order.indexOf(key);
    if (from < 0 || to < 0) return this.toggle(key);
    this.#anchor ??= key;
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#keys = [...new Set([...this.#keys, ...between])];
  }

  all(order: readonly string[]): void {
    this.#keys = order;
  }

  clear(): void {
    this.#keys = [];
    this.#anchor = null;
  }

  /** Forgets scenes that there are no more. */
  keepOnly(order: readonly string[]): void {
    const left = this.#keys.filter((key) => order.includes(key));
    if (left.length !== this.#keys.length) this.#keys = left;
  }
}
