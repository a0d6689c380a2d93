import assert from 'node:assert/strict';
import test from 'node:test';

import { BASE_MS, MAX_MS, fullJitter } from '../../static/js/verto/backoff.js';

test('the ceiling doubles from the base and stops at the maximum', () => {
  const almost = () => 0.999999;
  assert.deepEqual([0, 1, 2, 3, 4, 5, 60].map((n) => Math.ceil(fullJitter(n, almost) / 100) * 100), [
    500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  assert.equal(BASE_MS, 500);
  assert.equal(MAX_MS, 8000);
});

test('any delay below the ceiling is possible, none is certain', () => {
  assert.equal(fullJitter(3, () => 0), 0);
  const seen = new Set(Array.from({ length: 200 }, () => fullJitter(2)));
  assert.ok(seen.size > 100);
});
