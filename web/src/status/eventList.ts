import { byId, make } from '../shared/dom';
import { type MediaEvent, wordsOf } from './eventWords';

/** Events that are shown; the oldest goes. */
const most = 150;

/** The last events, the newest first. Many that come at once are put in together. */
export class EventList {
  private readonly list = byId('event-list', HTMLElement);
  private waiting: MediaEvent[] = [];
  private isDue = false;

  /** `open` is called for the stream of an event that is chosen. */
  constructor(private readonly open: (name: string) => void) {}

  add(event: MediaEvent): void {
    this.waiting.push(event);
    if (this.waiting.length > most) this.waiting.shift();
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => this.put());
  }

  private put(): void {
    this.isDue = false;
    this.list.prepend(...this.waiting.reverse().map(event => this.item(event)));
    this.waiting = [];
    while (this.list.childElementCount > most) this.list.lastElementChild!.remove();
  }

  private item(event: MediaEvent): HTMLElement {
    const { text, tone } = wordsOf(event);
    const time = new Date(event.time);
    const clock = make('time', { datetime: event.time, title: time.toLocaleString(), text: time.toLocaleTimeString([], { hour12: false }) });
    const what = make('span');
    if (event.stream !== undefined) what.append(make('button', { type: 'button', class: 'link', text: event.stream, onclick: () => this.open(event.stream!) }), ' ');
    what.append(text);
    return make('li', { 'data-tone': tone }, clock, what);
  }
}
