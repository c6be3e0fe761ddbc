import { untrack } from 'svelte';
import type { Key } from '../i18n/index.svelte';
import { prefs } from './prefs.svelte';

/** A key of the keyboard and what it does; the list in the help is made of these. */
export interface Shortcut {
  /** The physical key, so that it works on every layout. */
  code: string;
  mod?: boolean;
  shift?: boolean;
  alt?: boolean;
  label: Key;
  /** Whether it also acts while somebody types. */
  whileTyping?: boolean;
  run: (event: KeyboardEvent) => void;
}

/** Whether the person is writing something, or using a control that wants the key for itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type)
  );
}

/** Whether it is a letter alone, which the person may have switched off. */
const isSingleKey = ({ code, mod, alt }: Shortcut) =>
  !mod && !alt && /^(Key|Comma|Period)/.test(code);

class Shortcuts {
  #list = $state.raw<readonly Shortcut[]>([]);

  get list(): readonly Shortcut[] {
    return this.#list;
  }

  /** Adds shortcuts until the returned function is called. */
  add(added: readonly Shortcut[]): () => void {
    // Whoever adds some from an effect does not depend on what the others have added.
    this.#list = [...untrack(() => this.#list), ...added];
    return () => {
      this.#list = this.#list.filter((shortcut) => !added.includes(shortcut));
    };
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const mod = event.ctrlKey || event.metaKey;
    const found = this.#list.findLast(
      (shortcut) =>
        shortcut.code === event.code &&
        !!shortcut.mod === mod &&
        !!shortcut.shift === event.shiftKey &&
        !!shortcut.alt === event.altKey &&
        (shortcut.whileTyping || !isTyping(event.target)) &&
        (prefs.value.singleKeys || !isSingleKey(shortcut)),
    );
    if (!found) return;
    event.preventDefault();
    found.run(event);
  }
}

export const shortcuts = new Shortcuts();

/** How a shortcut is written. */
export function written(shortcut: Shortcut): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  const names: Record<string, string> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    BracketLeft: '[',
    BracketRight: ']',
    Comma: ',',
    Period: '.',
    Slash: '?',
    Enter: 'Enter',
    Escape: 'Esc',
  };
  const key = names[shortcut.code] ?? shortcut.code.replace(/^(Key|Digit)/, '');
  const parts = [
    shortcut.mod && (isApple ? '⌘' : 'Ctrl'),
    shortcut.alt && (isApple ? '⌥' : 'Alt'),
    shortcut.shift && shortcut.code !== 'Slash' && 'Shift',
    key,
  ];
  return parts.filter(Boolean).join(' + ');
}
