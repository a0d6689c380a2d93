import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { APART_MS, FIRST_PATH_MS, GIVE_UP_MS, Recovery, SECOND_TRY_MS, STUMBLE_MS } from '../../static/js/peer/recovery.js';
import { FIRST_MS, LONGEST_MS, POLITE_MS, SPREAD, pauseBefore } from '../../static/js/peer/tries.js';
import { FakePeerConnection } from './fakes.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
afterEach(() => mock.timers.reset());

/** The longest pause before the first try, and before any. */
const FIRST = FIRST_MS * (1 + SPREAD);
const LONGEST = LONGEST_MS * (1 + SPREAD);

function recovery({ polite = false, ...ports } = {}) {
  const pc = new FakePeerConnection();
  const told = [];
  const it = new Recovery({
    pc,
    polite,
    canSay: () => true,
    restart: () => told.push('restart'),
    onUp: () => told.push('up'),
    onDown: () => told.push('down'),
    onFailed: () => told.push('failed'),
    now: () => Date.now(),
    ...ports,
  });
  return { pc, told, it, restarts: () => told.filter((one) => one === 'restart').length };
}

/** One whose media stopped a moment ago. */
function down(options) {
  const made = recovery(options);
  made.pc.becomes('connected');
  made.pc.becomes('disconnected');
  mock.timers.tick(STUMBLE_MS);
  made.told.length = 0;
  return made;
}

test('pauses grow up to a longest, are spread, and longer for the polite side', () => {
  const shortest = [0, 1, 2, 3, 30].map((number) => pauseBefore(number, false, () => 0));
  assert.deepEqual(shortest, [FIRST_MS, 2 * FIRST_MS, 4 * FIRST_MS, LONGEST_MS, LONGEST_MS]);
  assert.equal(pauseBefore(30, false, () => 0.999999), LONGEST - 1);
  assert.equal(pauseBefore(0, true, () => 0), FIRST_MS + POLITE_MS);
});

test('a path that is found in time is told once', () => {
  const { pc, told } = recovery();
  pc.becomes('connecting');
  pc.becomes('connected');
  pc.becomes('connected');
  mock.timers.tick(10 * GIVE_UP_MS);
  assert.deepEqual(told, ['up']);
});

test('a path that is not found is looked for again, and then given up', () => {
  const { pc, told } = recovery();
  pc.becomes('connecting');
  mock.timers.tick(SECOND_TRY_MS - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, ['restart']);
  mock.timers.tick(FIRST_PATH_MS - SECOND_TRY_MS);
  assert.equal(told.at(-1), 'failed');
});

test('the polite side leaves the second try to the other as well', () => {
  const { told } = recovery({ polite: true });
  mock.timers.tick(SECOND_TRY_MS);
  assert.deepEqual(told, []);
  mock.timers.tick(POLITE_MS);
  assert.deepEqual(told, ['restart']);
});

test('a short stumble is nobody\'s business', () => {
  const { pc, told } = recovery();
  pc.becomes('connected');
  pc.becomes('disconnected');
  mock.timers.tick(STUMBLE_MS - 1);
  pc.becomes('connected');
  mock.timers.tick(10 * GIVE_UP_MS);
  assert.deepEqual(told, ['up']);
});

test('who follows the other side to a new path is told when that takes long', () => {
  const { pc, told } = recovery();
  pc.becomes('connected');
  pc.becomes('connecting');
  mock.timers.tick(STUMBLE_MS);
  assert.deepEqual(told.slice(0, 2), ['up', 'down']);
});

test('after two seconds a new path is looked for, and found', () => {
  const { pc, told } = recovery();
  pc.becomes('connected');
  pc.becomes('disconnected');
  mock.timers.tick(FIRST);
  assert.deepEqual(told, ['up', 'down', 'restart']);
  pc.becomes('connecting');
  pc.becomes('connected');
  assert.deepEqual(told, ['up', 'down', 'restart', 'up']);
  mock.timers.tick(GIVE_UP_MS);
  assert.equal(told.at(-1), 'up');
});

test('the other side is given time to start, and its try is a try of both', () => {
  const { told, it } = down({ polite: true });
  mock.timers.tick(FIRST_MS + POLITE_MS - STUMBLE_MS - 1);
  assert.deepEqual(told, []);
  it.followed();
  mock.timers.tick(2 * FIRST_MS + POLITE_MS - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(FIRST_MS);
  assert.deepEqual(told, ['restart']);
});

test('a call holds for a minute, and is never long without a try', () => {
  const { told, restarts } = down();
  let before = 0;
  for (let passed = LONGEST; passed < GIVE_UP_MS; passed += LONGEST) {
    mock.timers.tick(LONGEST);
    assert.ok(restarts() > before, `no try within ${LONGEST} ms`);
    before = restarts();
  }
  assert.ok(restarts() <= 3 + GIVE_UP_MS / LONGEST_MS, `${restarts()} tries`);
  assert.ok(!told.includes('failed'));
  mock.timers.tick(LONGEST);
  assert.equal(told.at(-1), 'failed');
});

test('a failed path is replaced at once, and given up after a while', () => {
  const { pc, told, restarts } = recovery();
  pc.becomes('connected');
  mock.timers.tick(APART_MS);
  pc.becomes('failed');
  mock.timers.tick(0);
  assert.deepEqual(told, ['up', 'down', 'restart']);
  pc.becomes('connecting');
  pc.becomes('failed');
  mock.timers.tick(0);
  assert.equal(restarts(), 1, 'what fails again waits for its turn');
  mock.timers.tick(GIVE_UP_MS);
  assert.equal(told.at(-1), 'failed');
  pc.becomes('connected');
  assert.equal(told.at(-1), 'failed');
});

test('a chance is for who has no media, and several that come together are one', () => {
  const { pc, told, it } = recovery();
  pc.becomes('connected');
  it.chance();
  mock.timers.tick(APART_MS);
  assert.deepEqual(told, ['up']);
  pc.becomes('disconnected');
  mock.timers.tick(STUMBLE_MS);
  it.chance();
  it.chance();
  mock.timers.tick(0);
  it.chance();
  mock.timers.tick(APART_MS - 1);
  assert.deepEqual(told, ['up', 'down', 'restart']);
  mock.timers.tick(1);
  assert.deepEqual(told, ['up', 'down', 'restart', 'restart'], 'the first may have come too early');
});

test('chance after chance never puts a try off', () => {
  const { told, it } = down({ polite: true });
  for (let passed = 0; passed < POLITE_MS; passed += 100) {
    it.chance();
    mock.timers.tick(100);
  }
  assert.deepEqual(told, ['restart']);
});

test('who can say nothing waits for a chance, but not for ever', () => {
  let canSay = false;
  const { told, it } = down({ canSay: () => canSay });
  mock.timers.tick(GIVE_UP_MS / 2);
  assert.deepEqual(told, []);
  canSay = true;
  it.chance();
  mock.timers.tick(0);
  assert.deepEqual(told, ['restart']);
  mock.timers.tick(GIVE_UP_MS / 2);
  assert.equal(told.at(-1), 'failed');
});

test('nothing is told after close', () => {
  const { pc, told, it } = recovery();
  it.close();
  pc.becomes('connected');
  it.chance();
  it.followed();
  mock.timers.tick(10 * GIVE_UP_MS);
  assert.deepEqual(told, []);
});
