import { api } from '../api/client';
import type { Estimate, JobKind, WorkRequest } from '../api/types';
import { recall, remember } from './keep';
import { library } from './library.svelte';

/** What the person is asked before money is spent. */
export interface Question {
  why: 'limit' | 'many';
  estimate: Estimate;
  answer: (goes: boolean) => void;
}

/** So many pictures are drawn anew without a question. */
const MOST_UNASKED = 3;

/** What a project has cost, what it may cost, and what is asked before it costs more. */
export class Spending {
  readonly id: string;
  /** US dollars, by the prices known at the time; `null` until they are known. */
  spent = $state<number | null>(null);
  /** How many calls had no known price. */
  unpriced = $state(0);
  question = $state.raw<Question | null>(null);
  #limit = $state<number | null>(null);

  constructor(id: string) {
    this.id = id;
    this.#limit = recall<number>(`limit.${id}`);
  }

  /** US dollars that the person does not want to pass without being asked. */
  get limit(): number | null {
    return this.#limit;
  }

  set limit(usd: number | null) {
    this.#limit = usd !== null && usd > 0 ? usd : null;
    remember(`limit.${this.id}`, this.#limit);
  }

  async refresh(): Promise<void> {
    try {
      const { total } = await api.costs(this.id);
      [this.spent, this.unpriced] = [total.usd, total.unpriced];
    } catch {
      // What was known stays; it is asked for again when the next work has ended.
    }
  }

  /** Whether work may be begun: at once, or because the person says so. */
  async permits(kind: JobKind, request: WorkRequest): Promise<boolean> {
    if (library.isLocal) return true;
    let estimate: Estimate;
    try {
      estimate = await api.estimate(this.id, kind, request);
    } catch {
      // An estimate informs; without one the work itself says what is wrong.
      return true;
    }
    const { usd, unpriced } = estimate.total;
    const isOver = this.#limit !== null && usd > 0 && (this.spent ?? 0) + usd > this.#limit;
    const isMany = !!request.redo && estimate.images.length > MOST_UNASKED && usd + unpriced > 0;
    if (!isOver && !isMany) return true;
    return new Promise((resolve) => {
      const answer = (goes: boolean) => {
        this.question = null;
        resolve(goes);
      };
      this.question?.answer(false);
      this.question = { why: isOver ? 'limit' : 'many', estimate, answer };
    });
  }
}
