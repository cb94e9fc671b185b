import { byId } from '../shared/dom';
import { announce } from './announce';
import { type Api, Refusal } from './api';
import { Board } from './board';
import { credentials } from './credentials';
import { Detail } from './detail';
import { EventFeed } from './eventFeed';
import { EventList } from './eventList';
import { FiguresBar } from './figuresBar';
import { type Judged, count } from './filter';
import { Link } from './link';
import { logIn, refusalWords } from './login';
import type { Overview } from './overview';
import { Pictures } from './pictures';
import { Poller } from './poller';
import { ProblemNews } from './problemNews';
import { ServerPanel } from './serverPanel';
import { SessionTable } from './sessionTable';
import { listenForKeys, showHelp } from './shortcuts';
import { StreamList } from './streamList';
import { Views } from './views';

const pageSize = 1000;
/** Milliseconds from poll to poll, and where there are very many streams. */
const [pollInterval, slowInterval, many] = [2000, 5000, 300];

/** The whole page: what the server says, by polls and events, and what of it is shown. */
export class StatusPage {
  private readonly board = new Board();
  private readonly link = new Link();
  private readonly news = new ProblemNews();
  private readonly bar = new FiguresBar();
  private readonly server = new ServerPanel(this.board);
  private readonly events: EventList;
  private readonly list: StreamList;
  private readonly pictures: Pictures;
  private readonly sessions: SessionTable;
  private readonly views: Views;
  private readonly poller: Poller;
  private readonly feed: EventFeed;
  private detail: Detail | null = null;
  private isAsking = false;
  private isRenderDue = false;

  constructor(private readonly api: Api) {
    this.pictures = new Pictures(api, () => this.list.refresh());
    this.list = new StreamList({ history: this.board.history, pictures: this.pictures, now: () => this.board.now, open: name => this.open(name), opened: () => this.detail?.name ?? '' });
    this.events = new EventList(name => this.open(name));
    this.sessions = new SessionTable(api, '', () => this.board.now, () => this.poller.soon());
    this.poller = new Poller(() => this.poll(), () => ((this.board.overview?.streams.itemCount ?? 0) > many ? slowInterval : pollInterval));
    this.feed = new EventFeed(api, {
      onEvent: event => {
        this.events.add(event);
        if (this.board.apply(event)) {
          this.renderSoon();
          this.poller.soon();
        }
      },
      onOpen: () => this.link.up(),
      onLost: error => this.fail(error),
    });
    this.views = new Views(() => this.poller.soon());
  }

  /** Begins. */
  start(): void {
    byId('sessions', HTMLElement).append(this.sessions.element);
    byId('help-open', HTMLButtonElement).addEventListener('click', showHelp);
    listenForKeys({
      '/': () => this.list.search.focus(), '?': showHelp, Escape: () => this.close(), n: () => this.list.nextProblem(), j: () => this.list.move(1), k: () => this.list.move(-1),
      w: () => this.watch(), a: () => this.list.choose('all'), p: () => this.list.choose('problems'), i: () => this.togglePictures(),
      1: () => this.views.show('streams'), 2: () => this.views.show('sessions'), 3: () => this.views.show('events'), 4: () => this.views.show('server'),
    });
    document.addEventListener('visibilitychange', () => (document.hidden ? this.feed.stop() : this.listen()));
    this.poller.soon();
  }

  private async poll(): Promise<void> {
    if (this.isAsking) return;
    try {
      this.board.accept(await this.readOverview());
      if (this.views.current === 'sessions') await this.sessions.refresh();
      if (this.detail) await this.detail.refresh();
      this.link.up();
      this.listen();
      this.render();
    } catch (error) {
      this.fail(error);
    }
  }

  private async readOverview(): Promise<Overview> {
    const first = await this.api.get<Overview>(`/api/v1/overview?itemsPerPage=${pageSize}`);
    for (let page = 1; page < first.streams.pageCount; page++)
      first.streams.items.push(...(await this.api.get<Overview>(`/api/v1/overview?itemsPerPage=${pageSize}&page=${page}`)).streams.items);
    return first;
  }

  private listen(): void {
    if (!document.hidden && !this.isAsking) this.feed.start();
  }

  /** Shows what events changed: once, however many there are. */
  private renderSoon(): void {
    if (this.isRenderDue) return;
    this.isRenderDue = true;
    requestAnimationFrame(() => {
      this.isRenderDue = false;
      this.render();
    });
  }

  private render(): void {
    const { overview, judged } = this.board;
    if (!overview) return;
    const counts = count(judged);
    document.title = counts.problems > 0 ? `(${counts.problems}) Headrace` : 'Headrace';
    this.bar.show(overview, counts);
    this.list.update(judged, overview);
    this.server.show(overview);
    this.detail?.show(this.find(judged, this.detail.name));
    const news = this.news.read(judged);
    if (news !== '') announce(news);
  }

  private find(judged: Judged[], name: string): Judged | null {
    return judged.find(one => one.stream.name === name) ?? null;
  }

  private fail(error: unknown): void {
    if (error instanceof Refusal && error.isOfAccess) void this.ask(error);
    else this.link.down();
  }

  /** Asks who the user is, once, and goes on when the server knows. */
  private async ask(refusal: Refusal): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.feed.stop();
    const why = refusalWords(refusal, this.api.authorization);
    this.api.authorization = null;
    credentials.forget();
    await logIn(this.api, why);
    this.isAsking = false;
    this.poller.soon();
  }

  private open(name: string): void {
    if (this.detail?.name === name) return this.close();
    this.detail?.close();
    this.detail = new Detail(name, {
      api: this.api, board: this.board, onClose: () => this.close(), onKicked: () => this.poller.soon(),
      onForget: gone => {
        this.board.forget(gone);
        this.close();
      },
    });
    this.render();
    this.detail.focus();
    this.poller.soon();
  }

  private close(): void {
    const name = this.detail?.name;
    this.detail?.close();
    this.detail = null;
    this.render();
    if (name !== undefined) this.list.focus(name);
  }

  private watch(): void {
    if (!this.detail && this.list.current !== '') this.open(this.list.current);
    this.detail?.toggleWatch();
  }

  private togglePictures(): void {
    this.pictures.toggle();
    this.list.refresh();
    announce(this.pictures.isOn ? 'Pictures are on.' : 'Pictures are off.');
  }
}
