import { byId, make, setText } from '../shared/dom';
import { bitrate, bytes, duration } from '../shared/format';
import { allStreams, type Board } from './board';
import { Chart } from './chart';
import type { Overview, Protocol } from './overview';
import { serverTroubles } from './serverHealth';

/** How the server does: bitrates of the last minutes, processors, memory, protocols. */
export class ServerPanel {
  private readonly chart = new Chart(380, 80, 2);
  private readonly scale = make('span', { class: 'scale' });
  private readonly facts = make('dl', { class: 'facts' });
  private readonly protocols = make('ul', { class: 'protocols', 'aria-label': 'Protocols' });
  private readonly troubles = byId('server-troubles', HTMLElement);
  private readonly values = new Map<string, HTMLElement>();

  constructor(private readonly board: Board) {
    byId('server-body', HTMLElement).append(
      make('div', { class: 'plot' }, this.scale, this.chart.element),
      make('p', { class: 'legend' }, make('span', { class: 'in', text: 'in' }), make('span', { class: 'out', text: 'out' }), ' of all streams, in the last minutes'),
      this.facts, this.protocols);
  }

  show(overview: Overview): void {
    const { server } = overview;
    setText(this.scale, bitrate(this.chart.draw(this.board.history.of(allStreams), this.board.now)));
    this.set('Processors', `${((100 * server.coresUsed) / server.cores).toFixed(0)} % of ${server.cores}`);
    this.set('Memory', bytes(server.residentBytes));
    this.set('Media held', `${bytes(server.mediaBytes)} of ${bytes(server.mediaLimitBytes)}`);
    this.set('Memory pressure', server.memoryPressure);
    this.set('Connections', String(server.connections));
    this.set('Running for', duration(server.uptimeSeconds));
    this.set('Version', server.version);
    this.showProtocols(overview.protocols);
    this.showTroubles(overview);
  }

  private set(name: string, text: string): void {
    let value = this.values.get(name);
    if (!value) {
      value = make('dd');
      this.values.set(name, value);
      this.facts.append(make('div', {}, make('dt', { text: name }), value));
    }
    setText(value, text);
  }

  private showProtocols(protocols: Protocol[]): void {
    const key = JSON.stringify(protocols);
    if (this.protocols.dataset['shown'] === key) return;
    this.protocols.dataset['shown'] = key;
    this.protocols.replaceChildren(...protocols.map(protocol => make('li', { 'data-state': protocol.state },
      make('b', { text: protocol.name }),
      make('span', { text: protocol.state === 'on' ? (protocol.address ?? '') : `${protocol.state === 'off' ? 'off' : 'fault'}: ${protocol.reason} (${protocol.key})` }))));
  }

  private showTroubles(overview: Overview): void {
    const troubles = serverTroubles(overview);
    const key = JSON.stringify(troubles);
    this.troubles.hidden = troubles.length === 0;
    if (this.troubles.dataset['shown'] === key) return;
    this.troubles.dataset['shown'] = key;
    this.troubles.replaceChildren(...troubles.map(({ words, advice }) => make('li', {}, make('b', { text: words }), ` ${advice}`)));
  }
}
