import { api } from '../lib/api/client';

/** How many states are fetched before they are seen. */
const AHEAD = 3;
const MOST_KEPT = 40;
const RETRY_MILLIS = 3000;

export interface Shown {
  bitmap: ImageBitmap | null;
  /** Whether it is what lies over this very frame, and not what is shown until that has come. */
  isCurrent: boolean;
}

/**
 * What lies over the pictures, captions and watermark, as the engine itself draws it. Between two
 * changes it stays the same, so each state is fetched once.
 */
export class Overlays {
  #project: string;
  #fps = 30;
  /** The frames from which on something else is seen; empty where nothing ever is. */
  #changes: readonly number[] = [];
  /** Of what the changes were told, and of what they are wanted. */
  #told = '';
  #wanted = '';
  #kept = new Map<number, ImageBitmap>();
  #coming = new Set<number>();
  #last: { frame: number; state: number; bitmap: ImageBitmap | null } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  onready: () => void = () => undefined;

  constructor(project: string) {
    this.#project = project;
  }

  /** Learns when something changes; `version` names the document that it is asked of. */
  async follow(version: string, fps: number): Promise<void> {
    if (version === this.#wanted) return;
    this.#wanted = version;
    clearTimeout(this.#timer);
    try {
      const { changes } = await api.captions(this.#project);
      if (version !== this.#wanted) return;
      this.#forget();
      this.#fps = fps;
      this.#changes = changes.map((secs) => Math.round(secs * fps));
      this.#told = version;
      this.onready();
    } catch {
      if (version !== this.#wanted) return;
      this.#timer = setTimeout(() => {
        this.#wanted = '';
        void this.follow(version, fps);
      }, RETRY_MILLIS);
    }
  }

  /** What lies over a frame, and what is fetched for it and for those to come. */
  at(frame: number): Shown {
    const state = this.#changes.findLastIndex((first) => first <= frame);
    if (state < 0) return { bitmap: null, isCurrent: this.#told !== '' };
    for (let next = state; next <= state + AHEAD; next += 1) this.#want(next);
    const bitmap = this.#kept.get(state) ?? null;
    if (bitmap) {
      this.#last = { frame, state, bitmap };
      return { bitmap, isCurrent: this.#told === this.#wanted };
    }
    // What was seen a moment ago is better than nothing; what belongs elsewhere is not.
    const isNear = this.#last && (this.#last.frame === frame || this.#last.state === state - 1);
    return { bitmap: isNear ? (this.#last?.bitmap ?? null) : null, isCurrent: false };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#wanted = this.#told = '';
    this.#changes = [];
    this.#last = null;
    this.#forget();
  }

  #want(state: number): void {
    const first = this.#changes[state];
    if (first === undefined || this.#kept.has(state) || this.#coming.has(state)) return;
    this.#coming.add(state);
    void this.#fetch(state, first, this.#coming);
  }

  async #fetch(state: number, first: number, coming: Set<number>): Promise<void> {
    try {
      // A little inside of the frame, so that no rounding leads to the one before.
      const picture = await api.overlay(this.#project, (first + 0.01) / this.#fps);
      const bitmap = await createImageBitmap(picture);
      // Meanwhile it may have become that of another document.
      if (coming !== this.#coming) return bitmap.close();
      this.#kept.set(state, bitmap);
      this.#dropOldest();
      coming.delete(state);
      this.onready();
    } catch {
      setTimeout(() => {
        coming.delete(state);
        if (coming === this.#coming) this.onready();
      }, RETRY_MILLIS);
    }
  }

  #dropOldest(): void {
    const oldest = this.#kept.keys().next();
    if (this.#kept.size <= MOST_KEPT || oldest.done) return;
    this.#close(oldest.value);
  }

  #forget(): void {
    for (const state of [...this.#kept.keys()]) this.#close(state);
    this.#coming = new Set();
    // The numbers of states have another meaning now; the frame has not.
    if (this.#last) this.#last.state = -2;
  }

  #close(state: number): void {
    const bitmap = this.#kept.get(state);
    this.#kept.delete(state);
    if (bitmap && bitmap !== this.#last?.bitmap) bitmap.close();
  }
}
