import type { Attachment } from 'svelte/attachments';

export interface ReorderOptions {
  /** Called with the place to which the item was dragged, from 0. */
  onmove: (from: number, to: number) => void;
  /** Whether items stand beside each other and not only under each other. */
  grid?: boolean;
}

/**
 * Lets the items of a list be dragged by their handles (`[data-handle]`) with mouse, pen or finger.
 * Escape puts the item back. The page still scrolls when touched anywhere else.
 */
export function reorder(options: ReorderOptions): Attachment<HTMLElement> {
  return (list) => {
    let stop: (() => void) | null = null;

    function begin(event: PointerEvent) {
      const handle = (event.target as Element).closest('[data-handle]');
      const item = handle?.closest<HTMLElement>('[data-item]');
      if (!handle || !item || event.button !== 0) return;
      event.preventDefault();
      const items = [...list.querySelectorAll<HTMLElement>('[data-item]')];
      const from = items.indexOf(item);
      const start = { x: event.clientX, y: event.clientY };
      const centres = items.map((other) => {
        const box = other.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 + scrollY };
      });
      let to = from;

      const mark = () => {
        items.forEach((other, index) => {
          const side = index === to && to !== from ? (to > from ? 'after' : 'before') : '';
          if (side) other.dataset.drop = side;
          else delete other.dataset.drop;
        });
      };
      const move = (moved: PointerEvent) => {
        item.dataset.dragged = '';
        item.style.translate = `${options.grid ? moved.clientX - start.x : 0}px ${moved.clientY - start.y}px`;
        const at = { x: moved.clientX, y: moved.clientY + scrollY };
        const away = (centre: { x: number; y: number }) =>
          Math.hypot(options.grid ? centre.x - at.x : 0, centre.y - at.y);
        to = centres.reduce((best, centre, index) => {
          const current = centres[best];
          return current && away(centre) < away(current) ? index : best;
        }, from);
        mark();
        const edge = 70;
        if (moved.clientY < edge) scrollBy(0, -12);
        else if (moved.clientY > innerHeight - edge) scrollBy(0, 12);
      };
      const end = (keeps: boolean) => {
        stop?.();
        if (keeps && to !== from) options.onmove(from, to);
      };
      const up = () => end(true);
      const cancel = () => end(false);
      const key = (pressed: KeyboardEvent) => {
        if (pressed.key !== 'Escape') return;
        pressed.preventDefault();
        pressed.stopPropagation();
        end(false);
      };
      stop = () => {
        removeEventListener('pointermove', move);
        removeEventListener('pointerup', up);
        removeEventListener('pointercancel', cancel);
        removeEventListener('keydown', key, true);
        delete item.dataset.dragged;
        item.style.translate = '';
        items.forEach((other) => delete other.dataset.drop);
        stop = null;
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', up);
      addEventListener('pointercancel', cancel);
      addEventListener('keydown', key, true);
    }

    list.addEventListener('pointerdown', begin);
    return () => {
      list.removeEventListener('pointerdown', begin);
      stop?.();
    };
  };
}
