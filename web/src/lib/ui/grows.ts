import type { Attachment } from 'svelte/attachments';

const isBuiltIn = !!globalThis.CSS?.supports?.('field-sizing', 'content');
const nothing = () => undefined;

/**
 * Lets a text field of the class `grows` be as tall as its text. Most browsers do it by themselves
 * (`field-sizing`); for the others it is measured whenever the text is another one.
 */
export function grows(text: string): Attachment<HTMLTextAreaElement> {
  if (isBuiltIn) return nothing;
  return (field) => {
    void text;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  };
}
