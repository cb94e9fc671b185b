import { byId } from '../shared/dom';

/** Listens for keys that are not meant for a field, a dialog or the player. */
export function listenForKeys(actions: Record<string, () => void>): void {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const isField = event.target instanceof HTMLInputElement;
    if (isField && event.key !== 'Escape') return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Opens the list of keys. */
export function showHelp(): void {
  byId('help', HTMLDialogElement).showModal();
}
