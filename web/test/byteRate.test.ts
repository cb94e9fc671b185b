import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteRate } from '../src/player/byteRate';

test('nothing loaded is no bitrate', () => assert.equal(new ByteRate().bitsPerSecond, null));

test('the bitrate is that of the media, however long loading took', () => {
  const rate = new ByteRate();
  for (let i = 0; i < 4; i++) rate.add(25_000, 0.2);
  assert.equal(Math.round(rate.bitsPerSecond!), 1_000_000);
});

test('old media is forgotten', () => {
  const rate = new ByteRate(2);
  for (let i = 0; i < 5; i++) rate.add(1_000_000, 1);
  for (let i = 0; i < 2; i++) rate.add(125_000, 1);
  assert.equal(rate.bitsPerSecond, 1_000_000);
});

test('media without a duration does not count', () => {
  const rate = new ByteRate();
  rate.add(1000, 0);
  rate.add(1000, Number.NaN);
  assert.equal(rate.bitsPerSecond, null);
});
