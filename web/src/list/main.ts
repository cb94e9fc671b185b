import { byId, setText } from '../shared/dom';
import { streamPath } from '../shared/names';
import { type Stream, readStreams } from './streams';

const list = byId('streams', HTMLUListElement);
const note = byId('note', HTMLElement);
const refreshEvery = 2000;

function row(stream: Stream): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = streamPath(stream.name);
  link.textContent = stream.name;
  const state = document.createElement('span');
  state.className = 'state';
  state.dataset['state'] = stream.state;
  state.textContent = stream.state;
  item.append(link, state);
  return item;
}

async function refresh(): Promise<void> {
  const { streams, problem } = await readStreams();
  const shown = JSON.stringify(streams);
  if (list.dataset['shown'] !== shown) {
    list.dataset['shown'] = shown;
    list.replaceChildren(...streams.map(row));
  }
  setText(note, problem || (streams.length === 0 ? 'No streams yet. Publish one, and it appears here.' : ''));
  setTimeout(() => void refresh(), refreshEvery);
}

void refresh();
