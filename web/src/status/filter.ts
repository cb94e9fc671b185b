import { type Health, type Level, levels } from './health';
import type { StreamSummary } from './overview';

/** A stream and how it is. */
export interface Judged {
  stream: StreamSummary;
  health: Health;
}

/** Which streams are shown: `problems` is those that are bad or of which is warned. */
export type Choice = 'all' | 'problems' | 'ok' | 'idle';

/** True for a level that belongs to the choice. */
export function belongs(level: Level, choice: Choice): boolean {
  return choice === 'all' || (choice === 'problems' ? level === 'bad' || level === 'warn' : level === choice);
}

/** How many streams each choice has. */
export function count(streams: Judged[]): Record<Choice, number> {
  const counts = { all: streams.length, problems: 0, ok: 0, idle: 0 };
  for (const { health } of streams) counts[health.level === 'bad' || health.level === 'warn' ? 'problems' : health.level]++;
  return counts;
}

/** Those of the choice whose name, source, publisher or trouble has each word of the text; problems first, then by name, numbers in names by their value. */
export function select(streams: Judged[], choice: Choice, text: string): Judged[] {
  const words = text.toLowerCase().split(/\s+/).filter(word => word !== '');
  return streams
    .filter(one => belongs(one.health.level, choice) && (words.length === 0 || words.every(word => haystack(one).includes(word))))
    .sort((a, b) => levels.indexOf(a.health.level) - levels.indexOf(b.health.level) || names.compare(a.stream.name, b.stream.name));
}

const names = new Intl.Collator('en', { numeric: true });

function haystack({ stream, health }: Judged): string {
  return [stream.name, stream.state, stream.publisher?.protocol, stream.publisher?.remote, ...stream.inputs.map(input => input.url), ...health.troubles.map(trouble => trouble.words)].join(' ').toLowerCase();
}
