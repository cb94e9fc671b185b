import { make, setText } from '../shared/dom';
import { bitrate, bytes, duration } from '../shared/format';
import { announce } from './announce';
import type { Api } from './api';
import { confirm } from './confirm';
import type { Session } from './overview';

/** Sessions that are shown at a time. */
const pageSize = 100;

/** Publishers and viewers, of all streams or of one, with a way to end each. */
export class SessionTable {
  readonly element: HTMLElement;
  private readonly body = make('tbody');
  private readonly note = make('p', { class: 'hint', role: 'status' });
  private readonly before = new Map<string, { at: number; bytes: number }>();
  private readonly rows = new Map<string, HTMLTableRowElement>();
  private page = 0;
  private readonly pager: HTMLElement;
  private readonly place = make('span');

  /** `stream` is the only one whose sessions are shown, an empty text for all; `now` the server's clock in milliseconds; `onKicked` asks for a refresh. */
  constructor(
    private readonly api: Api,
    private readonly stream: string,
    private readonly now: () => number,
    private readonly onKicked: () => void,
  ) {
    const columns = ['Who', ...(stream === '' ? ['Stream'] : []), 'Since', 'Bitrate', 'Behind', ''];
    this.pager = make('div', { class: 'pager', hidden: true },
      make('button', { type: 'button', text: '← Earlier', onclick: () => this.turn(-1) }), this.place, make('button', { type: 'button', text: 'Later →', onclick: () => this.turn(1) }));
    this.element = make('div', { class: 'sessions' },
      make('table', { 'aria-label': stream === '' ? 'Sessions' : `Sessions of ${stream}` }, make('thead', {}, make('tr', {}, ...columns.map(text => make('th', { scope: 'col', text })))), this.body),
      this.note, this.pager);
  }

  /** Asks the server, and shows what it says. */
  async refresh(): Promise<void> {
    const query = this.stream === '' ? '' : `&stream=${encodeURIComponent(this.stream)}`;
    const answer = await this.api.get<{ items: Session[]; itemCount: number; pageCount: number }>(`/api/v1/sessions?itemsPerPage=${pageSize}&page=${this.page}${query}`);
    if (this.page >= answer.pageCount) this.page = Math.max(0, answer.pageCount - 1);
    const ids = new Set(answer.items.map(session => session.id));
    for (const [id, row] of this.rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.rows.delete(id);
      this.before.delete(id);
    }
    for (const session of answer.items) this.show(session);
    setText(this.note, answer.itemCount === 0 ? 'Nobody publishes or views now.' : '');
    this.pager.hidden = answer.pageCount < 2;
    setText(this.place, `${this.page + 1} of ${answer.pageCount}`);
  }

  private turn(by: number): void {
    this.page = Math.max(0, this.page + by);
    this.onKicked();
  }

  private show(session: Session): void {
    let row = this.rows.get(session.id);
    if (!row) {
      const who = make('td', { class: 'who' }, make('b'), make('span'));
      const kick = make('button', { type: 'button', class: 'kick', text: 'End', 'aria-label': `End ${describe(session)}`, onclick: () => void this.kick(session) });
      row = make('tr', { 'data-session': session.id }, who, ...(this.stream === '' ? [make('td', { 'data-name': 'Stream' })] : []), make('td', { 'data-name': 'Since' }), make('td', { 'data-name': 'Bitrate' }), make('td', { 'data-name': 'Behind' }), make('td', { class: 'act' }, kick));
      this.rows.set(session.id, row);
      this.body.append(row);
    }
    const cells = [...row.cells];
    setText(cells[0]!.firstElementChild!, `${session.protocol.toUpperCase()} ${session.role}`);
    setText(cells[0]!.lastElementChild!, [session.remote, session.userAgent].filter(text => text).join(' · '));
    if (this.stream === '') setText(cells[1]!, session.stream ?? '–');
    const [since, rate, behind] = cells.slice(-4);
    setText(since!, duration((this.now() - Date.parse(session.started)) / 1000));
    setText(rate!, this.rateOf(session));
    setText(behind!, session.lagMs === null ? '–' : `${(session.lagMs / 1000).toFixed(1)} s${session.skips > 0 ? `, ${session.skips} skips` : ''}`);
    behind!.toggleAttribute('data-bad', (session.lagMs ?? 0) > 2000);
    row.dataset['role'] = session.role;
  }

  private rateOf(session: Session): string {
    const total = session.role === 'publisher' ? session.bytesIn : session.bytesOut;
    const last = this.before.get(session.id);
    const now = performance.now();
    this.before.set(session.id, { at: now, bytes: total });
    return last && now > last.at ? bitrate(Math.max(0, (8000 * (total - last.bytes)) / (now - last.at))) : bytes(total);
  }

  private async kick(session: Session): Promise<void> {
    const isPublisher = session.role === 'publisher';
    const title = isPublisher ? `End the publisher of ${session.stream}?` : 'End this session?';
    if (!(await confirm(title, `${describe(session)}. ${isPublisher ? 'Its viewers see nothing until it, or another, publishes again.' : 'The player may connect again by itself.'}`, 'End it'))) return;
    try {
      await this.api.send('DELETE', `/api/v1/sessions/${session.id}`);
      announce(`Ended: ${describe(session)}.`);
    } catch (error) {
      announce(`It could not be ended: ${(error as Error).message}`);
      setText(this.note, `It could not be ended: ${(error as Error).message}`);
    }
    this.onKicked();
  }
}

function describe(session: Session): string {
  return `${session.protocol.toUpperCase()} ${session.role} ${session.remote ?? ''}${session.stream ? ` of ${session.stream}` : ''}`;
}
