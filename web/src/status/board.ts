import type { MediaEvent } from './eventWords';
import { type Judged } from './filter';
import { healthOf } from './health';
import { History } from './history';
import type { Overview, StreamState, StreamSummary } from './overview';

/** Key of all streams together in the history. No stream's name is empty. */
export const allStreams = '';

/** Most streams that are remembered after they went. */
const mostGone = 200;
/** Most ends of streams that are kept until the next overview. */
const mostEnds = 1000;
/** Ends that somebody wanted, or that are as they should be: nothing is missing then. */
const wantedEnds = new Set(['kicked', 'streamRemoved', 'serverShutdown', 'overridden']);

/** What the page knows: the last overview, what events have changed since, bitrates of the last minutes, and streams that were there and are gone. */
export class Board {
  readonly history = new History();
  overview: Overview | null = null;
  private streams = new Map<string, StreamSummary>();
  private readonly ends = new Map<string, string>();
  private serverAhead = 0;
  private asOf = 0;

  /** All streams as they are now, judged. */
  get judged(): Judged[] {
    const now = this.now;
    return [...this.streams.values()].map(stream => ({ stream, health: healthOf(stream, now) }));
  }

  /** The server's clock, in milliseconds since 1970. */
  get now(): number {
    return Date.now() + this.serverAhead;
  }

  find(name: string): StreamSummary | undefined {
    return this.streams.get(name);
  }

  /** Takes an overview with all of its streams. */
  accept(overview: Overview): void {
    this.asOf = Date.parse(overview.server.time);
    this.serverAhead = this.asOf - Date.now();
    this.overview = overview;
    const next = new Map(overview.streams.items.map(stream => [stream.name, stream]));
    const gone = [...this.streams.values()].filter(stream => !next.has(stream.name) && this.isMissed(stream)).slice(-mostGone);
    for (const stream of gone) next.set(stream.name, asGone(stream, overview.server.time));
    this.streams = next;
    for (const { name } of overview.streams.items) this.ends.delete(name);
    const at = this.now;
    for (const stream of overview.streams.items) this.history.add(stream.name, { at, in: stream.bitrateIn, out: stream.bitrateOut });
    this.history.add(allStreams, { at, in: overview.server.bitrateIn, out: overview.server.bitrateOut });
    this.history.forget(at);
  }

  /** Takes what an event says of a stream; true when the overview should be asked for again. */
  apply(event: MediaEvent): boolean {
    if (event.stream === undefined) return false;
    if (event.type === 'stream-stopped') this.keepEnd(event.stream, String(event['reason']));
    if (Date.parse(event.time) <= this.asOf) return false;
    const stream = this.streams.get(event.stream);
    if (stream && event.type === 'stream-state-changed')
      this.streams.set(stream.name, { ...withoutGone(stream), state: event['to'] as StreamState, since: event.time, ...errorAfter(event, stream) });
    return true;
  }

  /** Forgets a stream that is gone. */
  forget(name: string): void {
    if (this.streams.get(name)?.goneSince) this.streams.delete(name);
  }

  private keepEnd(name: string, reason: string): void {
    this.ends.delete(name);
    this.ends.set(name, reason);
    if (this.ends.size > mostEnds) this.ends.delete(this.ends.keys().next().value!);
  }

  /** True where somebody may wait for it: it had media, and nobody took it away on purpose. */
  private isMissed(stream: StreamSummary): boolean {
    const wasWanted = wantedEnds.has(this.ends.get(stream.name) ?? '');
    return !wasWanted && stream.tracks.length > 0 && !(stream.inputs.length > 0 && stream.inputs.every(input => input.onDemand));
  }
}

function asGone(stream: StreamSummary, time: string): StreamSummary {
  return { ...stream, state: 'inactive', publisher: null, readers: 0, lagMs: null, bitrateIn: 0, bitrateOut: 0, framesPerSecond: 0, goneSince: stream.goneSince ?? time };
}

function withoutGone({ goneSince: _, ...stream }: StreamSummary): StreamSummary {
  return stream;
}

/** The last error of a stream behind a change of its state. */
function errorAfter(event: MediaEvent, stream: StreamSummary): Pick<StreamSummary, 'lastError' | 'lastErrorCause'> {
  if (event['to'] === 'active') return { lastError: null, lastErrorCause: null };
  if (!event['reason']) return { lastError: stream.lastError, lastErrorCause: stream.lastErrorCause };
  return { lastError: event['reason'] as string, lastErrorCause: (event['cause'] as string | null) ?? null };
}
