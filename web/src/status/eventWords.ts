import { bitrate, bytes, duration } from '../shared/format';

/** An event of `/api/v1/events`; the fields beside these differ by type. */
export interface MediaEvent {
  id: number;
  type: string;
  time: string;
  stream?: string;
  session?: string;
  [field: string]: unknown;
}

/** How an event is marked. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** Why sessions and streams end, for people. */
const reasons: Record<string, string> = {
  closed: 'it ended by itself',
  connectionLost: 'the connection broke off',
  timedOut: 'nothing came from it any more',
  protocolError: 'it broke the protocol',
  refused: 'it was not let in',
  tooSlow: 'its network did not keep up',
  publisherGone: 'the publisher stayed away',
  overridden: 'another publisher took over',
  formatChanged: 'the format changed',
  kicked: 'an operator ended it',
  accessRevoked: 'it is no longer allowed',
  streamRemoved: 'the stream was removed',
  serverShutdown: 'the server stopped',
  internalError: 'a fault of the server; its log has it',
};

/** A reason by the API's word for it. */
export function reasonWords(reason: unknown): string {
  return reasons[String(reason)] ?? String(reason ?? '');
}

/** What happened, in a sentence without the stream's name, and how it is marked. */
export function wordsOf(event: MediaEvent): { text: string; tone: Tone } {
  const text = (name: string): string => String(event[name] ?? '');
  switch (event.type) {
    case 'stream-started':
      return { text: `started: ${list(event['tracks'])}${event['source'] ? `, from ${text('source')}` : ''}`, tone: 'good' };
    case 'stream-stopped':
      return { text: `stopped after ${duration(Number(event['durationSeconds']))}: ${reasonWords(event['reason'])}`, tone: ['closed', 'kicked', 'streamRemoved', 'serverShutdown'].includes(text('reason')) ? 'quiet' : 'bad' };
    case 'stream-state-changed':
      return stateWords(text('to'), event['reason'] ? text('reason') : '');
    case 'input-switched':
      return { text: `goes on with input “${text('label')}”`, tone: Number(event['priority']) > 0 ? 'warn' : 'good' };
    case 'tracks-changed':
      return { text: `carries ${list(event['tracks'])}`, tone: 'quiet' };
    case 'discontinuity':
      return { text: `jumped in time (${text('kind')}: ${text('cause') === 'none' ? text('step') : text('cause')})`, tone: 'warn' };
    case 'viewer-joined':
      return { text: `viewer joined over ${text('protocol').toUpperCase()} from ${text('address')}`, tone: 'quiet' };
    case 'viewer-left':
      return { text: `viewer ${text('address')} left after ${duration(Number(event['duration']))} and ${bytes(Number(event['bytes']))}: ${reasonWords(event['reason'])}`, tone: event['reason'] === 'tooSlow' ? 'warn' : 'quiet' };
    case 'viewer-too-slow':
      return { text: `a viewer is ${(Number(event['behindMs']) / 1000).toFixed(1)} s behind and skips`, tone: 'warn' };
    case 'pressure-changed':
      return { text: `${event['scope'] === 'global' ? 'the server’s' : 'its'} memory: ${text('from')} → ${text('to')}`, tone: ['normal', 'low'].includes(text('to')) ? 'good' : 'warn' };
    case 'limit-reached':
      return { text: `limit reached: ${text('limit')} (${text('limit') === 'limits.bandwidth' ? bitrate(Number(event['value'])) : text('value')})`, tone: 'warn' };
    case 'events-missed':
      return { text: event['count'] === null ? 'the server was started anew; what happened before is not known' : `${text('count')} events were missed here`, tone: 'warn' };
    default:
      return { text: event.type.replace(/-/g, ' '), tone: 'quiet' };
  }
}

function stateWords(to: string, reason: string): { text: string; tone: Tone } {
  switch (to) {
    case 'active':
      return { text: 'is live', tone: 'good' };
    case 'paused':
      return { text: 'was paused', tone: 'quiet' };
    case 'connecting':
      return { text: reason ? `is tried again: ${reason}` : 'connects', tone: 'quiet' };
    case 'error':
      return { text: `fails: ${reason || 'its source does not work'}`, tone: 'bad' };
    default:
      return { text: reason ? `has no media: ${reason}` : 'has no media any more', tone: 'bad' };
  }
}

function list(tracks: unknown): string {
  return Array.isArray(tracks) && tracks.length > 0 ? tracks.join(', ') : 'no tracks yet';
}
