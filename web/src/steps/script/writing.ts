import { t } from '../../lib/i18n/index.svelte';
import {
  addScenes,
  linesOf,
  mergeWithPrevious,
  moveScene,
  MOST_SCENES,
  roomFor,
  setScene,
  splitScene,
} from '../../lib/state/edits';
import type { ProjectManager } from '../../lib/state/project.svelte';
import type { Scene } from '../../lib/state/scenes';
import { toasts } from '../../lib/state/toasts.svelte';
import { focusLine } from './focus';

/** The most characters of a line. */
const MOST = 1000;

type Field = HTMLTextAreaElement;
type On<E> = E & { currentTarget: Field };

/** What is done to a line by writing in it. */
export class Writing {
  #project: ProjectManager;
  #key: string;
  /** Tells the person what became of what they have written. */
  #tell: (text: string) => void;

  constructor(project: ProjectManager, key: string, tell: (text: string) => void) {
    this.#project = project;
    this.#key = key;
    this.#tell = tell;
  }

  get #scene(): Scene | undefined {
    return this.#project.sceneOf(this.#key);
  }

  get #index(): number {
    return this.#project.numberOf(this.#key) - 1;
  }

  move(by: number): void {
    const from = this.#index;
    if (!moveScene(this.#project, this.#key, from + by)) return;
    toasts.say(t('sr_moved', { n: from + 1, m: this.#index + 1 }));
    void focusLine(this.#key, 'end');
  }

  merge(): void {
    const merged = mergeWithPrevious(this.#project, this.#key);
    if (merged) void focusLine(merged.key, merged.caret);
  }

  split(at?: number): void {
    if (this.#isFull()) return;
    void focusLine(splitScene(this.#project, this.#key, at), 'start');
  }

  /** Sets the words; a line that is too long for a scene becomes several. */
  set(value: string): void {
    const line = value.replace(/\s*\n\s*/g, ' ');
    const lines = line.length > MOST ? linesOf(line) : [line];
    const [first = '', ...rest] = lines;
    if (rest.length === 0) {
      setScene(this.#project, this.#key, { line: line.slice(0, MOST) }, 'step_line');
      return;
    }
    const taken = this.#put(first, rest);
    if (taken < lines.length) this.#tell(t('lines_taken', { m: taken, n: lines.length }));
    else this.#tell(t('too_long_split', { n: lines.length }));
  }

  /** Sets the line and puts others after it; tells how many there was room for. */
  #put(first: string, rest: string[]): number {
    const taken = 1 + Math.min(rest.length, roomFor(this.#project));
    setScene(this.#project, this.#key, { line: first }, 'step_line');
    addScenes(this.#project, this.#key, rest);
    return taken;
  }

  /** Whether there are as many scenes as can be; it is told. */
  #isFull(): boolean {
    const isFull = roomFor(this.#project) === 0;
    if (isFull) this.#tell(t('most_scenes', { n: MOST_SCENES }));
    return isFull;
  }

  /** Text of several lines becomes several scenes. */
  paste(event: On<ClipboardEvent>): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const scene = this.#scene;
    if (!scene || !/\n/.test(text.trim())) return;
    event.preventDefault();
    const lines = linesOf(text);
    const [first = '', ...rest] = lines;
    const joined = scene.line.slice(0, event.currentTarget.selectionStart) + first;
    const taken = this.#put(joined.slice(0, MOST), rest);
    if (taken < lines.length) this.#tell(t('lines_taken', { m: taken, n: lines.length }));
    else this.#tell(t('pasted_lines', { n: taken }));
  }

  press(event: On<KeyboardEvent>): void {
    if (this.#isDone(event)) event.preventDefault();
  }

  /** Does what a key means at this place of the line; tells whether it meant anything. */
  #isDone(event: On<KeyboardEvent>): boolean {
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    const line = this.#scene?.line ?? '';
    const index = this.#index;
    const other = (by: number) => this.#project.scenes[index + by]?.key ?? '';
    const isUp = event.key === 'ArrowUp';
    if (event.altKey) {
      if (!isUp && event.key !== 'ArrowDown') return false;
      this.move(isUp ? -1 : 1);
    } else if (event.ctrlKey || event.metaKey || event.isComposing) return false;
    else if (event.key === 'Enter' && !event.shiftKey) this.#enter(start, line);
    else if (event.key === 'Backspace' && start === 0 && end === 0 && index > 0) this.merge();
    else if (isUp && start === 0 && index > 0) void focusLine(other(-1), 'end');
    else if (event.key === 'ArrowDown' && start === line.length && other(1)) {
      void focusLine(other(1));
    } else return false;
    return true;
  }

  #enter(caret: number, line: string): void {
    if (this.#isFull()) return;
    if (caret > 0 && caret < line.trimEnd().length) this.split(caret);
    else if (caret === 0 && line.trim()) {
      addScenes(this.#project, this.#project.scenes[this.#index - 1]?.key ?? null, ['']);
    } else void focusLine(addScenes(this.#project, this.#key, ['']));
  }
}
