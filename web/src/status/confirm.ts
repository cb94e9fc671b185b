import { byId, setText } from '../shared/dom';

/** Asks before something that cannot be taken back; true when it was said yes. The focus begins at the answer that changes nothing. */
export function confirm(title: string, text: string, yes: string): Promise<boolean> {
  const dialog = byId('confirm', HTMLDialogElement);
  setText(byId('confirm-title', HTMLElement), title);
  setText(byId('confirm-text', HTMLElement), text);
  setText(byId('confirm-yes', HTMLElement), yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
