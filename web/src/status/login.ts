import { byId, setText } from '../shared/dom';
import { type Api, Refusal } from './api';
import { credentials, ofToken, ofUser } from './credentials';

const dialog = byId('login', HTMLDialogElement);
const error = byId('login-error', HTMLElement);
const token = byId('token', HTMLInputElement);
const user = byId('user', HTMLInputElement);
const password = byId('password', HTMLInputElement);

/** Asks for credentials until the server takes them; keeps them for this tab. `why` is what it said of those that were sent, or empty. */
export async function logIn(api: Api, why: string): Promise<void> {
  setText(error, why);
  dialog.addEventListener('cancel', keepOpen);
  if (!dialog.open) dialog.showModal();
  token.focus();
  for (;;) {
    await submitted();
    const authorization = token.value.trim() !== '' ? ofToken(token.value) : user.value !== '' ? ofUser(user.value, password.value) : '';
    if (authorization === '') setText(error, 'Enter the access token, or a user and a password.');
    else if (authorization === null) setText(error, 'This is no access token: it has letters, digits and signs only.');
    else if (await isTaken(api, authorization)) break;
  }
  for (const field of [token, user, password]) field.value = '';
  dialog.removeEventListener('cancel', keepOpen);
  dialog.close();
}

/** What a refusal says of credentials, for people. */
export function refusalWords(refusal: Refusal, authorization: string | null): string {
  if (refusal.status === 429) return 'Too many wrong tries came from here. Wait some seconds, and try again.';
  if (refusal.status === 403) return 'This user may not use the API of the server: it lacks the permission “api”.';
  if (authorization === null) return '';
  return authorization.startsWith('Bearer') ? 'The server does not know this token.' : 'The user or the password is wrong.';
}

async function isTaken(api: Api, authorization: string): Promise<boolean> {
  api.authorization = authorization;
  setText(error, '');
  try {
    await api.get('/api/v1/overview?itemsPerPage=1');
    credentials.keep(authorization);
    return true;
  } catch (failure) {
    api.authorization = null;
    setText(error, failure instanceof Refusal ? refusalWords(failure, authorization) || failure.message : 'The server cannot be reached.');
    token.select();
    return false;
  }
}

function submitted(): Promise<void> {
  return new Promise(resolve => byId('login-form', HTMLFormElement).addEventListener('submit', event => {
    event.preventDefault();
    resolve();
  }, { once: true }));
}

function keepOpen(event: Event): void {
  event.preventDefault();
}
