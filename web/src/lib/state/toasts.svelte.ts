export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'error';
  action?: { text: string; run: () => void };
}

const MILLIS = 10_000;

/** Short messages about what is off screen or can be taken back, and what screen readers are told. */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  polite = $state('');
  assertive = $state('');
  #last = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
    const id = (this.#last += 1);
    this.list = [...this.list.slice(-2), { id, text, tone: 'plain', ...options }];
    this.resume(id);
  }

  close(id: number): void {
    this.pause(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), MILLIS),
    );
  }

  /** Tells a screen reader something that is seen anyway. */
  say(text: string): void {
    this.polite = '';
    setTimeout(() => (this.polite = text), 50);
  }

  alert(text: string): void {
    this.assertive = '';
    setTimeout(() => (this.assertive = text), 50);
  }
}

export const toasts = new Toasts();
