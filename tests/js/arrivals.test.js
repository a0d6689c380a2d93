import assert from 'node:assert/strict';
import test from 'node:test';

import { Arrivals } from '../../static/js/page/arrivals.js';

const ready = (...ids) => ({ phase: 'ready', peers: ids.map((id) => ({ id, present: true })) });

function told(...steps) {
  const arrivals = new Arrivals();
  return steps.map(([state, now = 0]) => arrivals.next(state, now));
}

test('who comes and goes is told, but not who is there when we come', () => {
  assert.deepEqual(told([{ phase: 'joining', peers: [] }], [ready('a')], [ready('a', 'b')], [ready('a', 'b')], [ready('b')]), ['', '', 'came', '', 'left']);
});

test('those who come back after a restart make no sound', () => {
  const lost = { phase: 'reconnecting', peers: [] };
  assert.deepEqual(
    told([ready('a')], [lost], [ready()], [ready('a'), 14_000], [ready('a', 'b'), 16_000]),
    ['', '', '', '', 'came'],
  );
});

test('a crowd comes and goes in silence', () => {
  const crowd = ['a', 'b', 'c', 'd', 'e'];
  assert.deepEqual(told([ready()], [ready(...crowd)], [ready(...crowd, 'f')], [ready(...crowd)], [ready('a')]), ['', 'came', '', '', 'left']);
});
