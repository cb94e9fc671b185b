import type { Condition } from './condition';

/** What the page says about the picture. `live` is the only state in which all is well. */
export type Status = 'connecting' | 'live' | 'paused' | 'buffering' | 'away' | 'missing' | 'refused' | 'unplayable';

/** Milliseconds of standing still that are not worth a word. */
const grace = 700;
/** Milliseconds of standing still after which the publisher, and not the network, is to blame. */
const awayAfter = 4000;

/** The state of the picture, from how the stream is and how the video element is. */
export function statusOf(condition: Condition, isPaused: boolean, stillFor: number): Status {
  if (condition !== 'live') return condition;
  if (isPaused) return 'paused';
  if (stillFor >= awayAfter) return 'away';
  return stillFor >= grace ? 'buffering' : 'live';
}

const labels: Record<Status, string> = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  buffering: 'Buffering',
  away: 'Waiting',
  missing: 'No stream',
  refused: 'Not allowed',
  unplayable: 'Cannot play',
};

/** One or two words for the badge. */
export function labelOf(status: Status): string {
  return labels[status];
}

/** A sentence for the middle of the picture; empty where the picture speaks for itself. */
export function sentenceOf(status: Status, name: string, detail: string): string {
  switch (status) {
    case 'connecting':
      return 'Connecting …';
    case 'away':
      return detail || 'Nothing arrives at the moment. The picture comes back by itself.';
    case 'missing':
      return `There is no stream named “${name}” now. It appears here as soon as it is published.`;
    case 'refused':
      return 'The server wants a user and password, or a token, for this stream.';
    case 'unplayable':
      return detail;
    default:
      return '';
  }
}
