import type { Step } from './history.svelte';
import { keep, kept, recall, remember } from './keep';
import type { Doc } from './scenes';

/** What was written and is not saved, with what it was made of. */
export interface Draft {
  base: Doc;
  doc: Doc;
  name: string;
}

/** What was done, with the document that came of it. */
export interface Past {
  doc: Doc;
  steps: Step[];
}

const DRAFT_AFTER_MILLIS = 150;
const PAST_AFTER_MILLIS = 1500;

/** Keeps in this browser what would be lost with the page: unsaved words, and what can be undone. */
export class Drafts {
  #id: string;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  #pastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  /** What was not saved when the page went away. */
  draft(): Draft | null {
    return recall<Draft>(`draft.${this.#id}`);
  }

  past(): Promise<Past | null> {
    return kept<Past>(`history.${this.#id}`);
  }

  /** Keeps a draft soon; `now` when the page may be going away. */
  keepDraft(make: () => Draft | null, now = false): void {
    clearTimeout(this.#draftTimer);
    const put = () => {
      const draft = make();
      if (draft) remember(`draft.${this.#id}`, draft);
    };
    if (now) put();
    else this.#draftTimer = setTimeout(put, DRAFT_AFTER_MILLIS);
  }

  /** Everything is saved: there is nothing to bring back. */
  forgetDraft(): void {
    clearTimeout(this.#draftTimer);
    remember(`draft.${this.#id}`, null);
  }

  keepPast(make: () => Past): void {
    clearTimeout(this.#pastTimer);
    this.#pastTimer = setTimeout(() => void keep(`history.${this.#id}`, make()), PAST_AFTER_MILLIS);
  }

  close(): void {
    clearTimeout(this.#pastTimer);
  }
}
