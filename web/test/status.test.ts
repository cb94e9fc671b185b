import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, duration } from '../src/shared/format';
import { ofToken, ofUser, tokenOf } from '../src/status/credentials';
import { EventParser } from '../src/status/eventParser';
import { wordsOf } from '../src/status/eventWords';
import { count, select } from '../src/status/filter';
import { healthOf } from '../src/status/health';
import { History } from '../src/status/history';
import type { Protocol, StreamSummary } from '../src/status/overview';
import { fetchLine, publishLines } from '../src/status/publishLines';
import { serverTroubles } from '../src/status/serverHealth';
import { areaPath, linePath, niceTop, windowOf } from '../src/status/sparkline';
import { now, stream } from './streams';

const judge = (...streams: StreamSummary[]) => streams.map(one => ({ stream: one, health: healthOf(one, now) }));

test('problems stand first, then names in the order of their numbers', () => {
  const streams = judge(stream({ name: 'cam10' }), stream({ name: 'cam2' }), stream({ name: 'z', state: 'error' }), stream({ name: 'y', lossRate: 0.02 }), stream({ name: 'a', state: 'paused' }));
  assert.deepEqual(select(streams, 'all', '').map(one => one.stream.name), ['z', 'y', 'cam2', 'cam10', 'a']);
  assert.deepEqual(count(streams), { all: 5, problems: 2, ok: 2, idle: 1 });
  assert.deepEqual(select(streams, 'problems', '').map(one => one.stream.name), ['z', 'y']);
});

test('the filter looks for each word in name, source and trouble', () => {
  const streams = judge(stream({ name: 'Hall/cam1' }), stream({ name: 'yard', state: 'error', lastError: 'DESCRIBE was answered 404', lastErrorCause: 'notFound' }));
  for (const [text, names] of [['hall', ['Hall/cam1']], ['CAM1 10.0', ['Hall/cam1']], ['no stream at this path', ['yard']], ['nothing', []]] as const)
    assert.deepEqual(select(streams, 'all', text).map(one => one.stream.name), names);
});

test('events are read however they are cut', () => {
  const text = ':\n\nid: 7\r\nevent: viewer-left\r\ndata: {"a":\ndata: 1}\n\nid: 8\ndata:x\n\n';
  for (const size of [1, 3, text.length]) {
    const parser = new EventParser();
    const events = [];
    for (let i = 0; i < text.length; i += size) events.push(...parser.read(text.slice(i, i + size)));
    assert.deepEqual(events, [{ id: '7', type: 'viewer-left', data: '{"a":\n1}' }, { id: '8', type: 'message', data: 'x' }]);
  }
});

test('events are told in words', () => {
  const event = (type: string, fields: object) => wordsOf({ id: 1, type, time: '2026-01-01T00:00:00Z', ...fields });
  assert.deepEqual(event('stream-started', { tracks: ['H.264 1280x720'], source: 'rtsp 10.0.0.5' }), { text: 'started: H.264 1280x720, from rtsp 10.0.0.5', tone: 'good' });
  assert.equal(event('stream-state-changed', { to: 'error', reason: 'no route' }).tone, 'bad');
  assert.match(event('viewer-left', { address: '10.0.0.7:1', reason: 'tooSlow', bytes: 2e6, duration: 65 }).text, /left after 1 min 5 s and 2.0 MB: its network did not keep up/);
  assert.match(event('events-missed', { count: null }).text, /started anew/);
  assert.equal(event('something-new', {}).text, 'something new');
});

test('bitrates are kept for a while, and those of streams that are gone are not', () => {
  const history = new History(10_000);
  for (let at = 0; at <= 20_000; at += 2000) history.add('a', { at, in: at, out: 0 });
  history.add('b', { at: 0, in: 1, out: 1 });
  history.forget(20_000);
  assert.deepEqual(history.of('a').map(sample => sample.at), [10_000, 12_000, 14_000, 16_000, 18_000, 20_000]);
  assert.deepEqual(history.of('b'), []);
});

test('a line goes up with its value, ends at now, and leaves out what nobody saw', () => {
  const at = (seconds: number, value: number) => ({ at: seconds * 1000, in: value, out: 0 });
  const line = linePath([at(0, 0), at(2, 50), at(50, 100), at(52, 100)], sample => sample.in, 100, 52_000, 52_000, 52, 22);
  assert.equal(line, 'M0.0 21.0L2.0 11.0M50.0 1.0L52.0 1.0');
  assert.equal(areaPath(line, 22), 'M0.0 21.0L2.0 11.0L2.0 22L0.0 22ZM50.0 1.0L52.0 1.0L52.0 22L50.0 22Z');
  assert.equal(linePath([at(0, 1)], sample => sample.in, 0, 90_000, 60_000, 10, 10), '');
  assert.deepEqual([[], [at(0, 1)], [at(-200, 1)], [at(-2000, 1)]].map(samples => windowOf(samples, 0)), [60_000, 60_000, 200_000, 300_000]);
  assert.deepEqual([0, 3, 4.2e6, 2e6, 900].map(niceTop), [1, 5, 5e6, 2e6, 1000]);
});

const listening = (name: string, port: number): Protocol => ({ name, state: 'on', address: `0.0.0.0:${port}`, port, reason: null, key: '' });

test('lines to publish name the ports that are listened on, and only those', () => {
  const lines = publishLines([listening('RTSP', 8554), listening('RTMP', 1935), { name: 'SRT', state: 'fault', address: null, port: null, reason: 'x', key: '' }], '192.0.2.1').map(line => line.text);
  assert.deepEqual(lines.filter(line => line.includes('srt')), []);
  assert.ok(lines.includes('rtmp://192.0.2.1/live'));
  assert.ok(lines.includes('rtsp://192.0.2.1:8554/cam1'));
  assert.ok(publishLines([listening('SRT', 9000)], 'h').some(line => line.text === 'srt://h:9000?streamid=publish:cam1'));
  assert.match(fetchLine('http://h:8080').text, /http:\/\/h:8080\/api\/v1\/streams/);
});

test('what the server suffers from is said', () => {
  const server = { version: '1', time: '', uptimeSeconds: 1, cores: 2, coresUsed: 1.9, residentBytes: 0, mediaBytes: 0, mediaLimitBytes: 1, memoryPressure: 'critical' as const, publishers: 0, viewers: 0, connections: 1, bitrateIn: 0, bitrateOut: 0 };
  const off: Protocol = { name: 'RTMP', state: 'fault', address: null, port: null, reason: '0.0.0.0:1935 is already in use by another program', key: 'rtmp.listen' };
  const streams = { items: [], itemCount: 0, pageCount: 0 };
  assert.deepEqual(serverTroubles({ server, protocols: [off, { ...off, state: 'off' }], streams }).map(trouble => trouble.words.slice(0, 12)), ['The server i', 'The server’s', 'RTMP is off:']);
  assert.deepEqual(serverTroubles({ server: { ...server, coresUsed: 1, memoryPressure: 'low' }, protocols: [], streams }), []);
});

test('credentials become a header, and a token for players without headers', () => {
  assert.equal(ofToken(' abc-_1 '), 'Bearer abc-_1');
  for (const text of ['', 'a b', 'ä']) assert.equal(ofToken(text), null);
  assert.equal(ofUser('ann', 'se:crét'), `Basic ${Buffer.from('ann:se:crét').toString('base64')}`);
  assert.deepEqual([tokenOf(null), tokenOf('Bearer x'), tokenOf(ofUser('ann', 'se:crét'))], ['', 'x', 'ann:se:crét']);
});

test('lengths of time and sizes are written in units that fit', () => {
  assert.deepEqual([0, 59, 65, 720, 3600, 12_000, 187_200].map(duration), ['0 s', '59 s', '1 min 5 s', '12 min', '1 h', '3 h 20 min', '2 d 4 h']);
  assert.deepEqual([1000, 2.5e6, 4.5e8, 3.2e9].map(bytes), ['1 kB', '2.5 MB', '450 MB', '3.2 GB']);
});
