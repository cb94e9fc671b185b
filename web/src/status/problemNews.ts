import type { Judged } from './filter';

/** Most streams that are named in one sentence. */
const mostNamed = 3;

/** Notices which streams have got a problem, or lost it, since it looked last. */
export class ProblemNews {
  private known: Map<string, string> | null = null;

  /** A sentence for people, or an empty text; nothing the first time. */
  read(streams: Judged[]): string {
    const now = new Map(streams.filter(one => one.health.level === 'bad').map(one => [one.stream.name, one.health.troubles[0]!.words]));
    const before = this.known;
    this.known = now;
    if (before === null) return '';
    const worse = [...now].filter(([name]) => !before.has(name)).map(([name, words]) => `${name}: ${words}`);
    const better = [...before.keys()].filter(name => !now.has(name));
    return [sentence('Problem', worse), sentence('Well again', better)].filter(text => text !== '').join(' ');
  }
}

function sentence(title: string, parts: string[]): string {
  if (parts.length === 0) return '';
  const more = parts.length > mostNamed ? `, and ${parts.length - mostNamed} more` : '';
  return `${title}: ${parts.slice(0, mostNamed).join('; ')}${more}.`;
}
