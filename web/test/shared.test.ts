import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitrate, orDash, seconds } from '../src/shared/format';
import { streamName, streamPath } from '../src/shared/names';

test('a page shows the stream of its own path', () => {
  assert.equal(streamName('/cam1'), 'cam1');
  assert.equal(streamName('/site/hall/cam%7E1/'), 'site/hall/cam~1');
  assert.equal(streamPath('site/hall/cam~1'), '/site/hall/cam~1');
});

test('figures are written in the unit that fits', () => {
  assert.deepEqual([4_240_000, 128_000].map(bitrate), ['4.2 Mbit/s', '128 kbit/s']);
  assert.deepEqual([0.84, 125].map(seconds), ['0.8 s', '2 min']);
  assert.deepEqual([orDash(null, seconds), orDash(Number.NaN, seconds), orDash(0, seconds)], ['–', '–', '0.0 s']);
});
