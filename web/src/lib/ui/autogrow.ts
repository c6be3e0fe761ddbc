import type { Attachment } from 'svelte/attachments';

/** Lets a text field grow with its text. */
export function autogrow(text: string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    void text;
    const fit = () => {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    if (!CSS.supports?.('field-sizing', 'content')) fit();
    else field.style.setProperty('field-sizing', 'content');
  };
}
