import { make } from '../shared/dom';
import { copyLine } from './copyLine';
import type { Protocol } from './overview';
import { fetchLine, publishLines } from './publishLines';

/** What a page without streams says: how to make the first one. */
export function welcome(protocols: Protocol[]): HTMLElement {
  return make('div', { class: 'welcome' },
    make('h2', { text: 'No streams yet' }),
    make('p', { text: 'Send one in any of these ways, under any name: it appears here by itself. Or let this server fetch a camera.' }),
    ...[...publishLines(protocols, location.hostname), fetchLine(location.origin)].map(copyLine));
}
