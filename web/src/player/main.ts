import { byId, setText } from '../shared/dom';
import { streamName, streamPath } from '../shared/names';

declare const PLAYER_PATH: string;

/** Shows the stream whose page this is. */
async function show(): Promise<void> {
  const name = streamName(location.pathname);
  document.title = `${name} – Headrace`;
  setText(byId('name', HTMLElement), name);
  const { Player } = (await import(PLAYER_PATH)) as typeof import('./player');
  new Player({ name, url: `${streamPath(name)}/index.m3u8${location.search}`, authorization: null, token: '' }, document, figures => {
    for (const [id, text] of Object.entries(figures)) setText(byId(id, HTMLElement), text);
  });
}

void show();
