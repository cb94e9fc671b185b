import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Board } from '../src/status/board';
import type { Overview, StreamSummary } from '../src/status/overview';
import { ProblemNews } from '../src/status/problemNews';
import { input, stream } from './streams';

const overview = (time: string, ...items: StreamSummary[]): Overview => ({
  server: { version: '1', time, uptimeSeconds: 1, cores: 2, coresUsed: 0, residentBytes: 0, mediaBytes: 0, mediaLimitBytes: 1, memoryPressure: 'normal', publishers: 0, viewers: 0, connections: 1, bitrateIn: 8, bitrateOut: 0 },
  protocols: [], streams: { items, itemCount: items.length, pageCount: 1 },
});

const [t0, t1, t2] = ['2026-01-01T12:00:00Z', '2026-01-01T12:00:02Z', '2026-01-01T12:00:04Z'] as const;
const stopped = (reason: string) => ({ id: 1, type: 'stream-stopped', time: t1, stream: 'cam1', reason });

test('a publisher’s stream that vanished stays, as gone, until it is forgotten', () => {
  const board = new Board();
  board.accept(overview(t0, stream({ isConfigured: false })));
  board.apply(stopped('publisherGone'));
  board.accept(overview(t1));
  board.accept(overview(t2));
  assert.deepEqual(board.judged.map(one => [one.stream.name, one.stream.goneSince, one.health.level]), [['cam1', t1, 'bad']]);
  board.forget('cam1');
  assert.deepEqual(board.judged, []);
});

for (const reason of ['kicked', 'streamRemoved'])
  test(`a stream that was ${reason} is missed by nobody`, () => {
    const board = new Board();
    board.accept(overview(t0, stream()));
    board.apply(stopped(reason));
    board.accept(overview(t1));
    assert.deepEqual(board.judged, []);
  });

test('a stream on demand that rests is missed by nobody', () => {
  const board = new Board();
  board.accept(overview(t0, stream({ inputs: [input({ onDemand: true })] })));
  board.accept(overview(t1));
  assert.deepEqual(board.judged, []);
});

test('a stream that returns is no longer gone', () => {
  const board = new Board();
  board.accept(overview(t0, stream()));
  board.accept(overview(t1));
  board.accept(overview(t2, stream({ since: t2 })));
  assert.equal(board.find('cam1')!.goneSince, undefined);
});

test('an event changes a stream at once, and one from before the overview does not', () => {
  const board = new Board();
  board.accept(overview(t1, stream()));
  assert.equal(board.apply({ id: 1, type: 'stream-state-changed', time: t0, stream: 'cam1', to: 'error', reason: 'old' }), false);
  assert.equal(board.find('cam1')!.state, 'active');
  assert.equal(board.apply({ id: 2, type: 'stream-state-changed', time: t2, stream: 'cam1', to: 'error', reason: 'no route', cause: 'noAnswer' }), true);
  assert.deepEqual([board.find('cam1')!.state, board.find('cam1')!.lastError, board.find('cam1')!.lastErrorCause], ['error', 'no route', 'noAnswer']);
});

test('problems that come and go are told once, and not at the start', () => {
  const board = new Board();
  const news = new ProblemNews();
  board.accept(overview(t0, stream({ state: 'error', lastError: 'x' }), stream({ name: 'cam2' })));
  assert.equal(news.read(board.judged), '');
  board.accept(overview(t1, stream(), stream({ name: 'cam2', state: 'error', lastError: 'it closed the connection', lastErrorCause: 'connectionLost' })));
  assert.equal(news.read(board.judged), 'Problem: cam2: The camera ended the connection. Well again: cam1.');
  assert.equal(news.read(board.judged), '');
});
