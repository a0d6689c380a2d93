import assert from 'node:assert/strict';
import test from 'node:test';

import { Budget, STEPS, Trend, sharesOf } from '../../static/js/peer/budget.js';

const good = { loss: 0, seconds: 0.05 };
const lossy = { loss: 0.2, seconds: 0.05 };
const slow = { loss: 0, seconds: 2 };

const shareOf = (others, step) => sharesOf(others, step, 'nothing').camera;

const hear = (budget, samples, times) => Array.from({ length: times }, () => budget.hear(samples));

test('more people, smaller pictures; one alone gets everything', () => {
  const shares = [1, 2, 3, 4, 5, 11].map((others) => shareOf(others, 0));
  assert.deepEqual(shares[0], { active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1, maxFramerate: 30 });
  for (let more = 1; more < shares.length; more++) {
    assert.ok(shares[more].maxBitrate <= shares[more - 1].maxBitrate);
    assert.ok(shares[more].scaleResolutionDownBy >= shares[more - 1].scaleResolutionDownBy);
  }
  assert.ok([1, 2, 3, 4, 5].every((others) => others * shareOf(others, 0).maxBitrate <= 2_500_000), 'the sum stays');
});

test('each step takes less, and the last one nothing', () => {
  for (const others of [1, 3, 8]) {
    for (let step = 1; step <= STEPS; step++) {
      assert.ok(shareOf(others, step).maxBitrate < shareOf(others, step - 1).maxBitrate);
      assert.equal(shareOf(others, step).active, step < STEPS);
    }
  }
});

test('a screen goes before the camera, and keeps its size', () => {
  for (const others of [1, 2, 4]) {
    const alone = shareOf(others, 0);
    const shares = Array.from({ length: STEPS + 1 }, (_, step) => sharesOf(others, step, 'letters'));
    assert.ok(shares[0].camera.maxBitrate + shares[0].screen.maxBitrate <= alone.maxBitrate, 'the sum stays');
    assert.ok(shares.every(({ camera, screen }) => camera.maxBitrate < screen.maxBitrate));
    assert.ok(shares.every(({ screen }) => screen.scaleResolutionDownBy === 1 && screen.maxFramerate <= 15));
    assert.deepEqual(shares.map(({ camera }) => camera.active), [true, false, false, false]);
    assert.deepEqual(shares.map(({ screen }) => screen.active), [true, true, true, false]);
  }
});

test('motion gets as many frames as a camera would, and not more of the line', () => {
  for (const others of [1, 2, 4]) {
    const [letters, motion] = ['letters', 'motion'].map((shown) => sharesOf(others, 0, shown));
    assert.equal(motion.screen.maxFramerate, shareOf(others, 0).maxFramerate);
    assert.equal(motion.screen.maxBitrate, letters.screen.maxBitrate);
    assert.deepEqual(motion.camera, letters.camera);
  }
});

test('one bad look is chance, two are trouble', () => {
  const budget = new Budget();
  assert.deepEqual(hear(budget, [lossy], 1), [false]);
  assert.deepEqual(hear(budget, [good], 1), [false]);
  assert.deepEqual(hear(budget, [lossy], 2), [false, true]);
  assert.equal(budget.step, 1);
});

test('it goes down to nothing and no further', () => {
  const budget = new Budget();
  hear(budget, [slow, slow], 40);
  assert.equal(budget.step, STEPS);
});

test('it comes back, and later each time it was too early', () => {
  const budget = new Budget();
  const looks = () => {
    let count = 1;
    while (!budget.hear([good])) count++;
    return count;
  };
  hear(budget, [lossy], 2);
  const first = looks();
  assert.equal(budget.step, 0);
  hear(budget, [lossy], 2);
  assert.ok(looks() > first);
});

test('trouble of one of several is not ours', () => {
  const budget = new Budget();
  hear(budget, [lossy, good, good], 10);
  assert.equal(budget.step, 0);
  hear(budget, [lossy, slow, good], 2);
  assert.equal(budget.step, 1);
});

test('who hears nothing changes nothing', () => {
  const budget = new Budget();
  assert.deepEqual(hear(budget, [], 20), Array(20).fill(false));
});

/** Numbers from 0 to 1 that look like chance, and are the same in each run. */
function chance(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** The deepest step in so many seconds of a line that loses this share: 50 packets a second, told every five seconds. */
function deepest(share, seconds, seed) {
  const [random, trend, budget] = [chance(seed), new Trend(), new Budget()];
  let [report, deep] = [{ loss: 0, seconds: 0.3, at: 0 }, 0];
  for (let now = 0; now < seconds; now += 1) {
    if (now % 5 === 0) {
      const lost = Array.from({ length: 250 }, random).filter((one) => one < share).length;
      report = { loss: lost / 250, seconds: 0.3, at: now };
    }
    if (now % 2 === 0) {
      budget.hear([trend.hear(report)]);
      deep = Math.max(deep, budget.step);
    }
  }
  return deep;
}

test('a line that loses one packet in twenty keeps its picture for hours', () => {
  for (let seed = 1; seed <= 20; seed++) {
    assert.ok(deepest(0.05, 3600, seed) <= 1, `seed ${seed}`);
  }
});

test('a line that loses one in six is believed in ten seconds, and loses its picture soon', () => {
  for (let seed = 1; seed <= 20; seed++) {
    assert.ok(deepest(0.17, 12, seed) >= 1, `seed ${seed}`);
    assert.equal(deepest(0.17, 40, seed), STEPS, `seed ${seed}`);
  }
});

test('a report that is heard again is no news', () => {
  const trend = new Trend();
  const report = { loss: 0.1, seconds: 2, at: 7 };
  assert.deepEqual([trend.hear(report), trend.hear(report)], [{ loss: 0.05, seconds: 1 }, { loss: 0.05, seconds: 1 }]);
  assert.deepEqual(trend.hear({ ...report, at: 8 }).loss.toFixed(3), '0.075');
});
