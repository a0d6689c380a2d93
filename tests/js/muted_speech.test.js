import assert from 'node:assert/strict';
import test from 'node:test';

import { Speech } from '../../static/js/page/muted_speech.js';

/** At which looks, ten a second, something is told. */
function told(levels) {
  const speech = new Speech();
  return levels.flatMap((level, index) => (speech.isNews(level, index * 100) ? [index] : []));
}

const [LOUD, SOFT] = [0.7, 0.3];

test('whoever speaks is told after a moment, and then not for a minute', () => {
  const all = told(Array(700).fill(LOUD));
  assert.deepEqual(all, [8, 608]);
});

test('a knock, a cough and what is far away are no speech', () => {
  assert.deepEqual(told(Array(200).fill(SOFT)), []);
  assert.deepEqual(told(Array.from({ length: 200 }, (_, index) => (index % 10 < 4 ? LOUD : SOFT))), []);
});
