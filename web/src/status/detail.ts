import { byId, make, setText } from '../shared/dom';
import { bitrate } from '../shared/format';
import { streamPath } from '../shared/names';
import type { Api } from './api';
import type { Board } from './board';
import { Chart } from './chart';
import { factsOf } from './facts';
import type { Judged } from './filter';
import { SessionTable } from './sessionTable';
import { Stage } from './stage';

const stateWords: Record<string, string> = { active: 'Live', connecting: 'Connecting', inactive: 'Off', paused: 'Paused', error: 'Fails' };

/** What a stream's panel needs of the page. */
export interface DetailHost {
  api: Api;
  board: Board;
  onClose(): void;
  onForget(name: string): void;
  onKicked(): void;
}

/** The panel of one stream: what is wrong with it, a player, bitrates, facts, and who publishes and views it. */
export class Detail {
  private readonly panel = byId('detail', HTMLElement);
  private readonly state = make('span', { class: 'state' });
  private readonly troubles = make('ul', { class: 'troubles', 'aria-label': 'What is wrong' });
  private readonly said = make('p', { class: 'said' });
  private readonly chart = new Chart(380, 80, 2);
  private readonly scale = make('span', { class: 'scale' });
  private readonly rates = make('p', { class: 'legend' });
  private readonly facts = make('dl', { class: 'facts' });
  private readonly forgetButton: HTMLButtonElement;
  private readonly watchButton: HTMLButtonElement;
  private readonly sessions: SessionTable;
  private readonly stage: Stage;

  constructor(
    readonly name: string,
    private readonly host: DetailHost,
  ) {
    this.sessions = new SessionTable(host.api, name, () => host.board.now, host.onKicked);
    this.stage = new Stage(host.api, name);
    this.watchButton = make('button', { type: 'button', class: 'primary', text: 'Watch', title: 'Watch (w)', onclick: () => this.toggleWatch() });
    this.forgetButton = make('button', { type: 'button', text: 'Forget', hidden: true, onclick: () => host.onForget(name) });
    this.panel.setAttribute('aria-label', `Stream ${name}`);
    this.panel.replaceChildren(
      make('div', { class: 'head' }, make('h2', { text: name, tabindex: -1 }), this.state, make('button', { type: 'button', class: 'close', 'aria-label': 'Close', title: 'Close (Esc)', text: '×', onclick: host.onClose })),
      this.troubles, this.said,
      make('div', { class: 'actions' }, this.watchButton, make('a', { href: streamPath(name), target: '_blank', rel: 'noopener', text: 'Open its page ↗' }), this.forgetButton),
      this.stage.element,
      make('div', { class: 'plot' }, this.scale, this.chart.element), this.rates, this.facts,
      make('h3', { text: 'Publisher and viewers' }), this.sessions.element);
    this.panel.hidden = false;
    document.body.dataset['detail'] = '';
  }

  /** Gives the focus to the panel. */
  focus(): void {
    this.panel.querySelector('h2')!.focus();
  }

  /** Shows how the stream is; null when it is not there any more. */
  show(judged: Judged | null): void {
    if (!judged) {
      this.state.dataset['level'] = 'idle';
      setText(this.state, 'No longer there');
      return;
    }
    const { stream, health } = judged;
    const { board } = this.host;
    this.panel.dataset['level'] = this.state.dataset['level'] = health.level;
    setText(this.state, stream.goneSince ? 'Gone' : (stateWords[stream.state] ?? stream.state));
    const key = JSON.stringify(health.troubles);
    if (this.troubles.dataset['shown'] !== key) {
      this.troubles.dataset['shown'] = key;
      this.troubles.replaceChildren(...health.troubles.map(({ words, advice }) => make('li', {}, make('b', { text: words }), make('span', { text: advice }))));
    }
    setText(this.said, stream.lastError && stream.state !== 'active' ? `It said: ${stream.lastError}` : '');
    const samples = board.history.of(stream.name);
    setText(this.scale, bitrate(this.chart.draw(samples, board.now)));
    this.rates.replaceChildren(make('span', { class: 'in', text: `in ${bitrate(stream.bitrateIn)}` }), make('span', { class: 'out', text: `out ${bitrate(stream.bitrateOut)}` }), ' in the last minutes');
    const facts = factsOf(stream, board.now);
    this.facts.replaceChildren(...facts.map(([name, value]) => make('div', {}, make('dt', { text: name }), make('dd', { text: value }))));
    this.forgetButton.hidden = stream.goneSince === undefined;
  }

  /** Asks for the sessions. */
  refresh(): Promise<void> {
    return this.sessions.refresh();
  }

  /** Begins to play, or ends it. */
  toggleWatch(): void {
    this.stage.toggle();
    setText(this.watchButton, this.stage.isOpen ? 'Stop watching' : 'Watch');
  }

  /** Ends all of it. */
  close(): void {
    this.stage.close();
    this.panel.hidden = true;
    this.panel.replaceChildren();
    delete document.body.dataset['detail'];
  }
}
