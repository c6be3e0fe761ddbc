import { merge } from './merge';
import type { Doc } from './scenes';

/** A change that can be taken back. */
export interface Step {
  /** The key of its name in the dictionary, with what stands in it. */
  label: string;
  params: Record<string, string | number>;
  before: Doc;
  after: Doc;
  /** Changes with the same name within a second are one. */
  group: string | null;
  at: number;
}

const MOST_STEPS = 200;
const GROUP_MILLIS = 1000;

/**
 * What was done, and can be taken back.
 *
 * A step is taken back by applying its reverse to the document as it is now, so that pictures that
 * arrived meanwhile stay where they are.
 */
export class History {
  #done = $state.raw<Step[]>([]);
  #undone = $state.raw<Step[]>([]);

  /** All that can be taken back, the oldest first. */
  get steps(): readonly Step[] {
    return this.#done;
  }

  get next(): Step | undefined {
    return this.#done.at(-1);
  }

  get nextRedo(): Step | undefined {
    return this.#undone.at(-1);
  }

  record(step: Omit<Step, 'at'>, now = Date.now()): void {
    const last = this.#done.at(-1);
    this.#undone = [];
    if (last && step.group && last.group === step.group && now - last.at < GROUP_MILLIS) {
      const joined = { ...last, after: step.after, at: now };
      this.#done = [...this.#done.slice(0, -1), joined];
      return;
    }
    this.#done = [...this.#done, { ...step, at: now }].slice(-MOST_STEPS);
  }

  /** Gives the document without the last step. */
  undo(current: Doc): { doc: Doc; step: Step } | null {
    const step = this.#done.at(-1);
    if (!step) return null;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, step];
    return { doc: merge(step.after, step.before, current).doc, step };
  }

  redo(current: Doc): { doc: Doc; step: Step } | null {
    const step = this.#undone.at(-1);
    if (!step) return null;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, { ...step, at: 0 }];
    return { doc: merge(step.before, step.after, current).doc, step };
  }

  /** The steps as they are kept over a reload. */
  toJSON(): Step[] {
    return this.#done.slice(-50);
  }

  restore(steps: Step[]): void {
    this.#done = steps;
    this.#undone = [];
  }

  clear(): void {
    this.restore([]);
  }
}
