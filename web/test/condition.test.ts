import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionOfStatus, retryDelay } from '../src/player/condition';
import { statusOf } from '../src/player/statusLine';

for (const [status, condition] of [[200, 'live'], [404, 'missing'], [410, 'missing'], [401, 'refused'], [403, 'refused'], [503, 'away'], [500, 'away'], [0, 'away']] as const)
  test(`a playlist answered with ${status} means ${condition}`, () => assert.equal(conditionOfStatus(status), condition));

test('a stream that is away is asked for more often than one that does not exist', () => {
  assert.deepEqual([0, 1, 2, 3, 50].map(attempt => retryDelay('away', attempt)), [500, 1000, 2000, 3000, 3000]);
  assert.deepEqual([0, 1, 2, 3, 50].map(attempt => retryDelay('missing', attempt)), [2000, 4000, 8000, 10000, 10000]);
});

test('a picture that stands still is buffering first, and then away', () => {
  assert.deepEqual([0, 800, 5000].map(stillFor => statusOf('live', false, stillFor)), ['live', 'buffering', 'away']);
  assert.equal(statusOf('live', true, 5000), 'paused');
  assert.equal(statusOf('missing', true, 0), 'missing');
});
