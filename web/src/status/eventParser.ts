/** An event of a stream of server-sent events. */
export interface ServerSentEvent {
  id: string;
  type: string;
  data: string;
}

/** Reads server-sent events (WHATWG HTML, 9.2) from pieces of text as they come. */
export class EventParser {
  private rest = '';
  private id = '';
  private type = '';
  private data: string[] = [];

  /** The events that end in this piece. */
  read(piece: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) events.push({ id: this.id, type: this.type || 'message', data: this.data.join('\n') });
        this.type = '';
        this.data = [];
      } else this.take(line);
    }
    return events;
  }

  private take(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.id = value;
    else if (field === 'event') this.type = value;
    else if (field === 'data') this.data.push(value);
  }
}
