/** How the stream is, as far as its playlists tell. Whether the picture moves is the video element's business. */
export type Condition =
  | 'connecting' // nothing was answered yet
  | 'live' // media comes
  | 'away' // the stream exists, but no media comes: its publisher is away, or the server cannot be reached
  | 'missing' // there is no stream of this name
  | 'refused' // the server wants credentials
  | 'unplayable'; // this browser has no decoder for it

/** What the answer to a request for a playlist says; status 0 is no answer at all. */
export function conditionOfStatus(status: number): Condition {
  if (status >= 200 && status < 300) return 'live';
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 410) return 'missing';
  return 'away';
}

/** Milliseconds to wait before trying again: a stream that is away is asked for often, because it comes back. */
export function retryDelay(condition: Condition, attempt: number): number {
  const [first, most] = condition === 'missing' || condition === 'refused' || condition === 'unplayable' ? [2000, 10000] : [500, 3000];
  return Math.min(most, first * 2 ** Math.min(attempt, 10));
}
