import { byId, make, setText } from '../shared/dom';
import { Choices } from './choices';
import { type Judged, count, select } from './filter';
import { type RowContext, StreamRow } from './streamRow';
import { VirtualList } from './virtualList';
import { welcome } from './welcome';
import type { Overview } from './overview';

/** The list of streams with its filter. */
export class StreamList {
  readonly search = byId('search', HTMLInputElement);
  private readonly note = byId('note', HTMLElement);
  private readonly choices = new Choices(() => this.show());
  private readonly list: VirtualList<Judged>;
  private streams: Judged[] = [];
  private overview: Overview | null = null;

  constructor(context: RowContext) {
    this.list = new VirtualList<Judged>(byId('scroller', HTMLElement), byId('rows', HTMLElement), one => one.stream.name, () => new StreamRow(context),
      seen => context.pictures.want(seen.filter(one => one.stream.state === 'active').map(one => one.stream.name)));
    this.search.addEventListener('input', () => this.show());
    this.search.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown' || event.key === 'Enter') this.focusFirst();
      else if (event.key === 'Escape' && this.search.value !== '') this.clear();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** Name of the stream that the keyboard is at; empty where there is none. */
  get current(): string {
    return this.list.currentKey;
  }

  /** Shows these. */
  update(streams: Judged[], overview: Overview): void {
    this.streams = streams;
    this.overview = overview;
    this.show();
  }

  /** Shows the rows that are seen again. */
  refresh(): void {
    this.list.refresh();
  }

  choose(choice: 'all' | 'problems'): void {
    this.choices.choose(choice);
  }

  focus(name: string): void {
    this.list.focus(name);
  }

  move(by: number): void {
    this.list.move(by);
  }

  /** Goes to the next stream with a problem behind the current one, and around. */
  nextProblem(): void {
    const shown = this.list.shown;
    const from = shown.findIndex(one => one.stream.name === this.current);
    for (let step = 1; step <= shown.length; step++) {
      const one = shown[(from + step) % shown.length]!;
      if (one.health.level === 'bad' || one.health.level === 'warn') return this.list.focus(one.stream.name);
    }
  }

  private focusFirst(): void {
    const first = this.list.shown[0];
    if (first) this.list.focus(first.stream.name);
  }

  private clear(): void {
    this.search.value = '';
    this.show();
  }

  private show(): void {
    if (!this.overview) return;
    const shown = select(this.streams, this.choices.current, this.search.value);
    this.choices.show(count(this.streams));
    this.list.show(shown);
    const isEmpty = this.streams.length === 0;
    document.body.toggleAttribute('data-empty', isEmpty);
    if (isEmpty) {
      if (!this.note.querySelector('.welcome')) this.note.replaceChildren(welcome(this.overview.protocols));
    } else if (shown.length === 0) {
      this.note.replaceChildren(make('p', { class: 'nothing', text: this.choices.current === 'problems' && this.search.value === '' ? 'No problems. All is well.' : 'No stream fits.' }));
    } else setText(this.note, '');
  }
}
