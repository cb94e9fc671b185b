import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthOf } from '../src/status/health';
import type { StreamSummary } from '../src/status/overview';
import { troubleOfSource } from '../src/status/trouble';
import { ago, input, now, stream, video } from './streams';

const cases: [string, Partial<StreamSummary>, string, RegExp | null][] = [
  ['a stream that flows is fine', {}, 'ok', null],
  ['a camera that cannot be reached is said to be dead', { state: 'error', lastError: '10.0.0.5 port 554 cannot be reached: No route to host', lastErrorCause: 'noAnswer' }, 'bad', /does not answer/],
  ['a wrong password is named', { state: 'error', lastError: 'the server does not accept the user name or the password (user admin)', lastErrorCause: 'unauthorized' }, 'bad', /user name or the password/],
  ['a source that is tried again is no mere connecting', { state: 'connecting', inputs: [input({ state: 'connecting', tries: 3, lastError: '10.0.0.5 port 554 did not answer within 10 s', lastErrorCause: 'noAnswer' })] }, 'bad', /does not answer/],
  ['connecting is nothing to worry about', { state: 'connecting', since: ago(3), inputs: [] }, 'idle', null],
  ['connecting for long is', { state: 'connecting', since: ago(30), inputs: [] }, 'warn', /no picture yet/],
  ['a publisher that left is a problem', { state: 'inactive', since: ago(95), inputs: [input({ url: 'publisher', state: 'inactive' })] }, 'bad', /Nobody sends since 1 min 35 s/],
  ['a publisher that never came is waited for', { state: 'inactive', tracks: [], inputs: [input({ url: 'publisher', state: 'inactive' })] }, 'warn', /Waiting for its publisher/],
  ['a source on demand rests', { state: 'inactive', tracks: [], inputs: [input({ onDemand: true, state: 'inactive' })] }, 'idle', null],
  ['a pause is somebody’s wish', { state: 'paused' }, 'idle', null],
  ['a camera that hangs is connected and sends nothing', { bitrateIn: 0, framesPerSecond: 0 }, 'bad', /nothing arrives/],
  ['what has just begun has no rates yet', { since: ago(3), bitrateIn: 0, framesPerSecond: 0 }, 'ok', null],
  ['sound without a picture is bad where a picture was promised', { framesPerSecond: 0 }, 'bad', /no picture/],
  ['sound alone is fine', { tracks: [{ ...video, kind: 'audio' }], framesPerSecond: 0, gopLength: 0 }, 'ok', null],
  ['some loss is warned of', { lossRate: 0.02 }, 'warn', /loses 2.0 %/],
  ['much loss is bad', { lossRate: 0.08 }, 'bad', /loses 8.0 %/],
  ['damaged pictures are warned of', { errorRate: 0.03 }, 'warn', /damaged/],
  ['a spare that runs is warned of, with why', { inputs: [input({ state: 'error', lastError: 'gone' }), input({ label: 'spare' })] }, 'warn', /“spare”, as “main” fails/],
  ['too few pictures are counted', { framesPerSecond: 11, gopLength: 22 }, 'warn', /Only 11 of 25/],
  ['key frames that are far apart are warned of', { gopLength: 500 }, 'warn', /20 s apart/],
  ['no key frame at all is, too', { gopLength: 0 }, 'warn', /more than 10 s apart/],
  ['a stream that breaks off again and again is warned of', { breaksLastHour: 4 }, 'warn', /4 times/],
  ['memory that is critical is bad', { pressure: 'critical' }, 'bad', /memory/],
  ['a target that fails is warned of', { forwards: [{ url: 'rtmp://far/live', protocol: 'rtmp', state: 'failed', lastError: 'refused' }] }, 'warn', /rtmp:\/\/far\/live/],
  ['a stream that was here and is gone is bad', { goneSince: ago(10) }, 'bad', /Gone since 10 s/],
];

for (const [name, changes, level, words] of cases)
  test(name, () => {
    const health = healthOf(stream(changes), now);
    assert.equal(health.level, level);
    if (words) assert.match(health.troubles[0]!.words, words);
    else assert.deepEqual(health.troubles, []);
    assert.ok(health.troubles.every(trouble => trouble.advice !== ''));
  });

test('what is severe stands first', () => {
  const { level, troubles } = healthOf(stream({ breaksLastHour: 5, lossRate: 0.2 }), now);
  assert.equal(level, 'bad');
  assert.match(troubles[0]!.words, /loses/);
  assert.equal(troubles.length, 2);
});

for (const [cause, words] of [
  ['nameUnknown', /name cannot be looked up/],
  ['portClosed', /refuses connections/],
  ['notFound', /no stream at this path/],
  ['notMedia', /No media lies/],
  ['wrongPassphrase', /passphrase does not fit/],
  ['protocolError', /Something else answers/],
  ['noMedia', /sends no picture/],
  ['connectionLost', /ended the connection/],
  ['notAllowed', /may not connect/],
  ['somethingNew', /The source fails/],
  [null, /The source fails/],
] as const)
  test(`the cause “${cause}” is understood`, () => assert.match(troubleOfSource(cause).words, words));
