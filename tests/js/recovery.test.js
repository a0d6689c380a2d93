import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { GIVE_UP_MS, RESTART_MS, Recovery, SECOND_TRY_MS, STUMBLE_MS } from '../../static/js/peer/recovery.js';
import { FakePeerConnection } from './fakes.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function recovery(polite = false) {
  const pc = new FakePeerConnection();
  const told = [];
  const it = new Recovery({
    pc,
    polite,
    restart: () => told.push('restart'),
    onUp: () => told.push('up'),
    onDown: () => told.push('down'),
    onFailed: () => told.push('failed'),
  });
  return { pc, told, it };
}

test('a path that is found in time is told once', () => {
  const { pc, told } = recovery();
  pc.becomes('connecting');
  pc.becomes('connected');
  pc.becomes('connected');
  mock.timers.tick(10 * GIVE_UP_MS);
  assert.deepEqual(told, ['up']);
});

test('a path that is not found is looked for once more, and then given up', () => {
  const { pc, told } = recovery();
  pc.becomes('connecting');
  mock.timers.tick(SECOND_TRY_MS - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, ['restart']);
  mock.timers.tick(GIVE_UP_MS - SECOND_TRY_MS);
  assert.deepEqual(told, ['restart', 'failed']);
});

test('the polite side leaves the second try to the other as well', () => {
  const { told } = recovery(true);
  mock.timers.tick(SECOND_TRY_MS);
  assert.deepEqual(told, []);
  mock.timers.tick(SECOND_TRY_MS);
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

test('after five seconds a new path is looked for, and found', () => {
  const { pc, told } = recovery();
  pc.becomes('connected');
  pc.becomes('disconnected');
  mock.timers.tick(RESTART_MS);
  assert.deepEqual(told, ['up', 'down', 'restart']);
  pc.becomes('connecting');
  pc.becomes('connected');
  assert.deepEqual(told, ['up', 'down', 'restart', 'up']);
});

test('the polite side leaves the first try to the other', () => {
  const { pc, told } = recovery(true);
  pc.becomes('connected');
  pc.becomes('disconnected');
  mock.timers.tick(RESTART_MS);
  assert.ok(!told.includes('restart'));
  mock.timers.tick(RESTART_MS);
  assert.ok(told.includes('restart'));
});

test('a failed path is replaced at once, and given up after a while', () => {
  const { pc, told } = recovery();
  pc.becomes('connected');
  pc.becomes('failed');
  assert.deepEqual(told, ['up', 'down', 'restart']);
  mock.timers.tick(GIVE_UP_MS);
  assert.equal(told.at(-1), 'failed');
  pc.becomes('connected');
  assert.equal(told.at(-1), 'failed');
});

test('the peer coming back is a chance only while media is down', () => {
  const { pc, told, it } = recovery();
  pc.becomes('connected');
  it.chance();
  assert.deepEqual(told, ['up']);
  pc.becomes('disconnected');
  mock.timers.tick(STUMBLE_MS);
  it.chance();
  assert.deepEqual(told, ['up', 'down', 'restart']);
});

test('nothing is told after close', () => {
  const { pc, told, it } = recovery();
  it.close();
  pc.becomes('connected');
  mock.timers.tick(10 * GIVE_UP_MS);
  assert.deepEqual(told, []);
});
