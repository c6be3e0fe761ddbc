import { tick } from 'svelte';

/** Puts the caret into the field of a line, once it is there. */
export async function focusLine(
  key: string,
  caret: number | 'start' | 'end' = 'start',
): Promise<void> {
  await tick();
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[data-line="${key}"]`);
  if (!field) return;
  field.focus();
  const at = caret === 'start' ? 0 : caret === 'end' ? field.value.length : caret;
  field.setSelectionRange(at, at);
}
