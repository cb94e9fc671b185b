import type { Input, StreamSummary, Track } from '../src/status/overview';

/** The moment of all tests. */
export const now = Date.parse('2026-01-01T12:00:00Z');

/** A time so many seconds before it. */
export const ago = (seconds: number): string => new Date(now - 1000 * seconds).toISOString();

export const video: Track = { kind: 'video', codec: 'h264', description: 'H.264 1280x720', width: 1280, height: 720, frameRate: 25, notCarried: [] };

export const input = (changes: Partial<Input> = {}): Input => ({ label: 'main', url: 'rtsp://10.0.0.5/main', priority: 0, onDemand: false, state: 'active', since: ago(60), tries: 0, lastError: null, lastErrorCause: null, ...changes });

/** A stream that does well, but for the changes. */
export const stream = (changes: Partial<StreamSummary> = {}): StreamSummary => ({
  name: 'cam1', state: 'active', since: ago(60), lastError: null, lastErrorCause: null, isConfigured: true, publisher: null, inputs: [input()], forwards: [], tracks: [video], readers: 0, lagMs: null, bitrateIn: 4e6, bitrateOut: 0,
  framesPerSecond: 25, gopLength: 50, lossRate: 0, errorRate: 0, dropped: 0, breaksLastHour: 0, memoryBytes: 1e6, pressure: 'normal', ...changes,
});
