import { type Api, Refusal } from './api';
import { EventParser } from './eventParser';
import type { MediaEvent } from './eventWords';

/** Milliseconds of silence after which the connection is taken for dead: the server says something every 15 s. */
const patience = 40_000;
const [firstPause, longestPause] = [500, 5000];

/** Who is told of what the feed hears. */
export interface FeedListener {
  onEvent(event: MediaEvent): void;
  /** The server is there. */
  onOpen(): void;
  /** It is not, or does not let us in. */
  onLost(error: unknown): void;
}

/** Listens to the server's events while it may, and goes on behind the last one whenever it broke off. By `fetch`, as an `EventSource` sends no credentials in a header. */
export class EventFeed {
  private lastId = '0'; // from the oldest that the server keeps
  private run: AbortController | null = null;

  constructor(
    private readonly api: Api,
    private readonly listener: FeedListener,
  ) {}

  /** Begins, if it does not listen already. */
  start(): void {
    if (this.run) return;
    this.run = new AbortController();
    void this.listen(this.run.signal);
  }

  /** Ends; it can begin again. */
  stop(): void {
    this.run?.abort();
    this.run = null;
  }

  private async listen(stopped: AbortSignal): Promise<void> {
    let pause = firstPause;
    while (!stopped.aborted) {
      const connection = new AbortController();
      const onStop = (): void => connection.abort();
      stopped.addEventListener('abort', onStop);
      try {
        await this.read(connection, () => (pause = firstPause));
        if (!stopped.aborted) this.listener.onLost(new TypeError('The events ended.'));
      } catch (error) {
        if (stopped.aborted) return;
        this.listener.onLost(error);
        if (error instanceof Refusal && error.isOfAccess) return this.stop();
      } finally {
        stopped.removeEventListener('abort', onStop);
      }
      await new Promise(resolve => setTimeout(resolve, pause));
      pause = Math.min(longestPause, 2 * pause);
    }
  }

  private async read(connection: AbortController, onOpen: () => void): Promise<void> {
    let watch = setTimeout(() => connection.abort(), patience);
    try {
      const response = await this.api.send('GET', '/api/v1/events', { Accept: 'text/event-stream', 'Last-Event-ID': this.lastId }, connection.signal);
      onOpen();
      this.listener.onOpen();
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watch);
        watch = setTimeout(() => connection.abort(), patience);
        for (const event of parser.read(decoder.decode(value, { stream: true }))) {
          if (event.id !== '') this.lastId = event.id;
          this.listener.onEvent(JSON.parse(event.data) as MediaEvent);
        }
      }
    } finally {
      clearTimeout(watch);
    }
  }
}
