import assert from 'node:assert/strict';
import test from 'node:test';

import { VERDICTS, betterOf, verdictOf } from '../../static/js/page/verdict.js';

const of = (times, lost = 0, kind = undefined) => verdictOf({ times, lost, kind });

test('quick and steady is good, slower is not yet slow', () => {
  assert.equal(of([20, 25, 30, 22, 21]), 'good');
  assert.equal(of([480, 490, 500, 470, 495], 0, '4g'), 'good');
  assert.equal(of([700, 720, 710, 690, 705]), 'fair');
  assert.equal(of([1400, 1450, 1480, 1400, 1420]), 'fair');
});

test('one slow answer is no bad connection, and neither is one that is lost', () => {
  assert.equal(of([20, 25, 3900, 22, 21]), 'good');
  assert.equal(of([20, 25, 30, 22], 1), 'good');
});

test('answers that come when they like are not steady', () => {
  assert.equal(of([20, 900, 300, 40, 800]), 'fair');
});

test('slow, lossy and narrow lines are slow', () => {
  assert.equal(of([1600, 1700, 1800, 1650, 1750]), 'slow');
  assert.equal(of([20, 25, 30], 2), 'slow');
  assert.equal(of([20, 25, 30, 22, 21], 0, '2g'), 'slow');
  assert.equal(of([20, 25, 30, 22, 21], 0, '3g'), 'good');
});

test('no answer at all is told as such', () => {
  assert.equal(of([], 5), 'silent');
});

test('of two looks the better one counts', () => {
  assert.equal(betterOf('slow', 'good'), 'good');
  assert.equal(betterOf('fair', 'silent'), 'fair');
  assert.equal(betterOf('slow', 'slow'), 'slow');
});

test('every verdict is a sentence, and all but the good one say what to do', () => {
  for (const [verdict, text] of Object.entries(VERDICTS)) {
    assert.doesNotMatch(text, /!|ICE|RTT|latency/);
    assert.ok(verdict === 'good' || text.split(/[.:,] /).length >= 2, text);
  }
});
