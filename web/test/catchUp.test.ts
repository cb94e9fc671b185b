import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatchUp, type Progress } from '../src/player/catchUp';

const sample: Progress = { now: 0, position: 0, isPaused: false, latency: 1, targetLatency: 1 };

/** The seconds at which a player that is observed every second jumps. */
function jumps(seconds: number, at: (second: number) => Partial<Progress>): number[] {
  const catchUp = new CatchUp();
  return Array.from({ length: seconds }, (_, second) => second + 1)
    .filter(second => catchUp.observe({ ...sample, now: second * 1000, position: second, ...at(second) }));
}

test('a player near live is left alone', () => assert.deepEqual(jumps(30, () => ({ latency: 4 })), []));

test('one late sample is an accident', () => assert.deepEqual(jumps(30, second => ({ latency: second === 5 ? 60 : 1 })), []));

test('a player far behind jumps, and rests before it jumps again', () => assert.deepEqual(jumps(20, () => ({ latency: 60 })), [3, 11, 19]));

test('a picture that hangs jumps', () => assert.deepEqual(jumps(12, second => ({ position: Math.min(second, 3) })), [9]));

test('a pause is the viewer’s wish', () => assert.deepEqual(jumps(60, () => ({ position: 3, isPaused: true, latency: 60 })), []));

test('without a latency only a hang counts', () => assert.deepEqual(jumps(60, () => ({ latency: null })), []));
