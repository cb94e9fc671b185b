/** Where credentials are kept: for this tab, until it is closed. */
const key = 'headrace-authorization';

/** What stands in the header for an access token; null where no token can look like that. */
export function ofToken(token: string): string | null {
  const text = token.trim();
  return /^[\x21-\x7e]+$/.test(text) ? `Bearer ${text}` : null;
}

/** What stands in the header for a user and a password. */
export function ofUser(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** The same as a `?token=` for players that cannot send headers; empty where there is none. */
export function tokenOf(authorization: string | null): string {
  if (authorization === null) return '';
  const [scheme, value] = authorization.split(' ') as [string, string];
  return scheme === 'Bearer' ? value : new TextDecoder().decode(Uint8Array.from(atob(value), character => character.charCodeAt(0)));
}

/** What this tab keeps. */
export const credentials = {
  read: (): string | null => sessionStorage.getItem(key),
  keep: (authorization: string): void => sessionStorage.setItem(key, authorization),
  forget: (): void => sessionStorage.removeItem(key),
};
