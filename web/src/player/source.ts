import type { Condition } from './condition';

/** Where the player gets its media from. It retries by itself for ever, and says what it sees. */
export interface Source {
  /** Begins to load; may be called once. */
  start(): void;

  /** Ends loading and gives the video element back. */
  stop(): void;

  /** Moves to where a live viewer should be. */
  goLive(): void;

  /** Seconds from the instant that the picture was taken (as the stream says it) to now; null when the stream does not say. */
  latency(): number | null;

  /** Seconds behind live that this source aims at; null when unknown. */
  targetLatency(): number | null;

  /** Bits a second of the media being played; null when unknown. */
  bitrate(): number | null;
}

/** Told of every change; `detail` is a sentence for people, or empty. */
export type ConditionListener = (condition: Condition, detail: string) => void;
