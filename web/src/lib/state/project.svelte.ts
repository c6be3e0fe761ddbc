import { api } from '../api/client';
import { asApiError, type ApiError } from '../api/problem';
import type { ProjectDocument, ProjectView, SceneStates, StateName, Voiceover } from '../api/types';
import { Drafts, type Draft } from './drafts';
import { History, type Step } from './history.svelte';
import { merge, same } from './merge';
import { keyedLike, withKeys, withoutKeys, type Doc, type Scene } from './scenes';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'offline' | 'conflict';

/** What a change is called, and which changes are one step. */
export interface EditName {
  label: string;
  params?: Record<string, string | number>;
  group?: string;
}

const SAVE_AFTER_MILLIS = 600;
const RETRY_MILLIS = 4000;

/** Both sides of a conflict, until the person has chosen. */
export interface Conflict {
  theirs: ProjectView;
  places: string[];
}

/**
 * A project of the service, as it is edited here.
 *
 * The service owns it. Every change is saved by itself under the revision that it was made of; when
 * somebody else was faster, both are put together, and only where both changed the same words the
 * person is asked.
 */
export class ProjectManager {
  readonly id: string;
  readonly history = new History();

  name = $state('');
  doc = $state.raw<Doc>({ scene: [] });
  revision = $state(0);
  saveState = $state<SaveState>('saved');
  saveError = $state.raw<ApiError | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  loadError = $state.raw<ApiError | null>(null);
  isLoaded = $state(false);
  createdAt = $state('');
  voiceover = $state.raw<Voiceover | null>(null);
  voiceState = $state<StateName>('missing');

  #base: Doc = { scene: [] };
  #baseName = '';
  #states = $state.raw<ReadonlyMap<string, SceneStates>>(new Map());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drafts: Drafts;
  #saving: Promise<void> | null = null;
  #refreshing: Promise<void> | null = null;
  /** Up to where what the service has is to be read, and what the change is called. */
  #wanted: { label: EditName | null; revision: number } | null = null;

  constructor(id: string) {
    this.id = id;
    this.#drafts = new Drafts(id);
  }

  get scenes(): readonly Scene[] {
    return this.doc.scene;
  }

  /** The document as the service has it; it is another one with each revision. */
  get saved(): Doc {
    void this.revision;
    return this.#base;
  }

  get language(): string {
    return this.doc.reel?.language ?? 'en';
  }

  get isDirty(): boolean {
    return !(same(this.doc, this.#base) && this.name === this.#baseName);
  }

  /** What a scene's prompt and picture need, as the service says. */
  statesOf(key: string): SceneStates {
    return this.#states.get(key) ?? { prompt: 'missing', image: 'missing' };
  }

  sceneOf(key: string): Scene | undefined {
    return this.doc.scene.find((scene) => scene.key === key);
  }

  numberOf(key: string): number {
    return this.doc.scene.findIndex((scene) => scene.key === key) + 1;
  }

  async load(): Promise<void> {
    try {
      const [view, past] = await Promise.all([api.project(this.id), this.#drafts.past()]);
      const draft = this.#drafts.draft();
      const known = draft?.base.scene ?? past?.doc.scene ?? [];
      this.#take(view, known);
      if (past) this.history.restore(past.steps);
      if (draft) this.#bringBack(draft);
      this.loadError = null;
      this.isLoaded = true;
    } catch (error) {
      this.loadError = asApiError(error);
    }
  }

  /** Changes the document; the change is one step to take back, and is saved soon. */
  edit(name: EditName, change: (doc: Doc) => Doc): void {
    const before = this.doc;
    const after = change(before);
    if (after === before || same(after, before)) return;
    this.doc = after;
    this.history.record({
      label: name.label,
      params: name.params ?? {},
      group: name.group ?? null,
      before,
      after,
    });
    this.#changed();
  }

  rename(name: string): void {
    if (!name.trim() || name === this.name) return;
    this.name = name.trim().slice(0, 200);
    this.#changed();
  }

  undo(): Step | null {
    return this.#move(this.history.undo(this.doc));
  }

  redo(): Step | null {
    return this.#move(this.history.redo(this.doc));
  }

  /** Saves now, and waits until everything is saved. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    for (let turn = 0; turn < 5 && this.isDirty && !this.conflict; turn += 1) {
      await this.#save();
      if (this.saveState === 'failed' || this.saveState === 'offline') break;
    }
  }

  /**
   * What the service did to the project: a job has finished a part, or another window has saved.
   * A `revision` that is known by then, as of a change of our own, is not read again.
   */
  async refresh(label: EditName | null = null, revision?: number): Promise<void> {
    const wanted = Math.max(revision ?? Infinity, this.#wanted?.revision ?? 0);
    this.#wanted = { label: label ?? this.#wanted?.label ?? null, revision: wanted };
    this.#refreshing ??= this.#readAgain();
    await this.#refreshing;
  }

  /** Takes over what the service says, with what was changed here and is not saved yet. */
  adopt(view: ProjectView, label: EditName | null = null): void {
    if (!this.isLoaded || view.revision < this.revision) return;
    const before = this.doc;
    const [base, baseName] = [this.#base, this.#baseName];
    const isDirty = this.isDirty;
    const theirs = keyedLike(view.document, base.scene);
    const merged = merge(base, before, theirs);
    const asked = isDirty ? merged.conflicts.filter(mustAsk) : [];
    if (asked.length > 0) {
      this.conflict = { theirs: view, places: asked };
      this.saveState = 'conflict';
      clearTimeout(this.#timer);
      return;
    }
    this.#settle(view, theirs);
    this.doc = isDirty ? merged.doc : theirs;
    if (this.name === baseName) this.name = view.name;
    if (label && !same(before, this.doc)) {
      const { label: text, params = {}, group = null } = label;
      this.history.record({ label: text, params, group, before, after: this.doc });
      this.#keepHistory();
    }
    if (this.isDirty) this.#changed();
    else if (this.saveState !== 'saving') this.#saved();
  }

  /** Ends a conflict: `mine` keeps what was written here wherever both differ. */
  resolve(choice: 'mine' | 'theirs'): void {
    if (!this.conflict) return;
    const { theirs: view } = this.conflict;
    const before = this.doc;
    const theirs = keyedLike(view.document, this.#base.scene);
    const merged = merge(this.#base, before, theirs).doc;
    this.conflict = null;
    this.#settle(view, theirs);
    this.doc = choice === 'mine' ? merged : theirs;
    this.history.record({
      label: 'step_conflict',
      params: {},
      group: null,
      before,
      after: this.doc,
    });
    this.saveState = 'saved';
    if (this.isDirty) this.#changed();
    else this.#saved();
  }

  /** Sends what is left when the page goes away. */
  leave(): void {
    if (!this.isDirty || this.conflict) return;
    this.#keepDraft(true);
    api.save(this.id, this.revision, this.name, withoutKeys(this.doc), true).catch(() => undefined);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#drafts.close();
    if (this.isDirty) void this.flush();
  }

  /** Reads until nothing has been asked for meanwhile: the last answer may be older than that. */
  async #readAgain(): Promise<void> {
    while (this.#wanted) {
      const { label, revision } = this.#wanted;
      this.#wanted = null;
      try {
        await this.#saving;
        if (revision <= this.revision) continue;
        this.adopt(await api.project(this.id), label);
      } catch {
        // The stream tells again when there is something new.
      }
    }
    this.#refreshing = null;
  }

  #move(moved: { doc: Doc; step: Step } | null): Step | null {
    if (!moved) return null;
    this.doc = moved.doc;
    this.#changed();
    return moved.step;
  }

  #changed(): void {
    if (this.conflict) return;
    this.#keepDraft();
    this.#keepHistory();
    if (this.saveState !== 'saving') this.saveState = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), SAVE_AFTER_MILLIS);
  }

  async #save(): Promise<void> {
    if (this.#saving) {
      await this.#saving;
      return;
    }
    if (!this.isDirty || this.conflict) {
      if (!this.conflict) this.#saved();
      return;
    }
    this.#saving = this.#send();
    await this.#saving;
  }

  async #send(): Promise<void> {
    this.saveState = 'saving';
    const [sent, name] = [this.doc, this.name];
    try {
      const document: ProjectDocument = withoutKeys(sent);
      const view = await api.save(this.id, this.revision, name, document);
      this.#saving = null;
      const answered = keyedLike(view.document, sent.scene);
      const merged = merge(sent, this.doc, answered).doc;
      this.#settle(view, answered);
      this.doc = merged;
      this.saveState = 'saved';
      if (this.isDirty) this.#changed();
      else this.#saved();
    } catch (thrown) {
      this.#saving = null;
      const error = asApiError(thrown);
      if (error.code === 'changed') {
        this.saveState = 'waiting';
        await this.#catchUp();
        return;
      }
      this.#keepDraft(true);
      this.saveError = error;
      this.saveState = error.isOffline ? 'offline' : 'failed';
      if (error.isOffline || error.status >= 500) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#save(), RETRY_MILLIS);
      }
    }
  }

  async #catchUp(): Promise<void> {
    try {
      this.adopt(await api.project(this.id));
    } catch (thrown) {
      const error = asApiError(thrown);
      this.saveError = error;
      this.saveState = error.isOffline ? 'offline' : 'failed';
    }
  }

  #take(view: ProjectView, known: readonly Scene[]): void {
    const doc = known.length > 0 ? keyedLike(view.document, known) : withKeys(view.document);
    this.#settle(view, doc);
    this.doc = doc;
    this.name = view.name;
    this.createdAt = view.created_at;
  }

  /** Notes what the service has, without touching what is edited. */
  #settle(view: ProjectView, keyed: Doc): void {
    this.#base = keyed;
    this.#baseName = view.name;
    this.revision = view.revision;
    this.voiceover = view.voiceover ?? null;
    this.voiceState = view.states.voice;
    const states = keyed.scene.map(
      (scene, index) => [scene.key, view.states.scenes[index]] as const,
    );
    this.#states = new Map(states.filter((entry): entry is [string, SceneStates] => !!entry[1]));
  }

  #saved(): void {
    this.saveState = 'saved';
    this.saveError = null;
    this.#drafts.forgetDraft();
  }

  #keepDraft(now = false): void {
    const draft = () => ({ base: this.#base, doc: this.doc, name: this.name });
    this.#drafts.keepDraft(() => (this.isDirty ? draft() : null), now);
  }

  #bringBack(draft: Draft): void {
    const { doc, conflicts } = merge(draft.base, draft.doc, this.#base);
    if (conflicts.filter(mustAsk).length > 0) {
      // It was changed elsewhere since: what was written here is a step that can be taken back.
      this.history.record({
        label: 'step_draft',
        params: {},
        group: null,
        before: this.doc,
        after: doc,
      });
    }
    this.doc = doc;
    if (draft.name) this.name = draft.name;
    if (this.isDirty) this.#changed();
    else this.#saved();
  }

  #keepHistory(): void {
    this.#drafts.keepPast(() => ({ doc: this.doc, steps: this.history.toJSON() }));
  }
}

/** Of a picture that both sides changed, ours is used: the other one stays among the versions. */
function mustAsk(place: string): boolean {
  return !/\.(image|prompt)$/.test(place) && place !== 'voice.file';
}
