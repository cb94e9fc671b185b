import { byId, make, setText } from '../shared/dom';
import { bitrate } from '../shared/format';
import type { Choice } from './filter';
import type { Overview } from './overview';

/** The figures of all streams together, at the top of the page. */
export class FiguresBar {
  private readonly values = new Map<string, HTMLElement>();

  constructor() {
    const bar = byId('figures', HTMLElement);
    for (const name of ['Live', 'Problems', 'In', 'Out', 'Viewers']) {
      const value = make('dd', { text: '–' });
      this.values.set(name, value);
      bar.append(make('div', {}, make('dt', { text: name }), value));
    }
  }

  show({ server, streams }: Overview, counts: Record<Choice, number>): void {
    const live = streams.items.filter(stream => stream.state === 'active').length;
    this.set('Live', `${live} of ${counts.all}`);
    this.set('Problems', String(counts.problems)).toggleAttribute('data-bad', counts.problems > 0);
    this.set('In', bitrate(server.bitrateIn));
    this.set('Out', bitrate(server.bitrateOut));
    this.set('Viewers', String(server.viewers));
  }

  private set(name: string, text: string): HTMLElement {
    const value = this.values.get(name)!;
    setText(value, text);
    return value;
  }
}
