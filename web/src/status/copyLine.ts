import { make } from '../shared/dom';
import type { PublishLine } from './publishLines';

/** A line to copy, with what it is for. */
export function copyLine({ title, hint, text }: PublishLine): HTMLElement {
  const code = make('code', { text, tabindex: 0 });
  const button = make('button', { type: 'button', text: 'Copy', 'aria-label': `Copy: ${title}`, onclick: () => void copy(code, button) });
  return make('div', { class: 'copy-line' }, make('h3', { text: title }), make('p', { class: 'hint', text: hint }), make('div', {}, code, button));
}

async function copy(code: HTMLElement, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // Without HTTPS browsers give pages no clipboard: the text is marked, so that the keyboard copies it.
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (button.textContent = 'Copy'), 2500);
}
