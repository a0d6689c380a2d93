import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { AFTERMATH_MS, LATE_HIDDEN_MS, LATE_MS, Sleep, TICK_MS } from '../../static/js/page/sleep.js';

const SECOND = 1000;
const NIGHT = 8 * 3600 * SECOND;

beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

/** A machine whose timers stand still while it sleeps. */
function machine({ hidden = false } = {}) {
  const all = { hidden, woke: 0, missing: 0 };
  const sleep = new Sleep({ isHidden: () => all.hidden, onWake: () => all.woke++, now: () => Date.now() + all.missing });
  const goesOn = (ms) => {
    // Timers that are mocked see no time between two of them otherwise.
    for (let gone = 0; gone < ms; gone += TICK_MS) {
      mock.timers.tick(TICK_MS);
    }
  };
  return Object.assign(all, { sleep, sleeps: (ms) => { all.missing += ms; }, goesOn });
}

const cut = (seconds, reason = 'connection_lost') => ({ name: 'Bo', reason, seconds });

test('a look that comes much too late means that the machine slept, and is told once', () => {
  const here = machine();
  here.goesOn(10 * TICK_MS);
  assert.equal(here.woke, 0);
  here.sleeps(NIGHT);
  here.goesOn(TICK_MS);
  assert.equal(here.woke, 1);
  here.goesOn(10 * TICK_MS);
  assert.equal(here.woke, 1);
});

test('a busy page has not slept', () => {
  const here = machine();
  here.sleeps(LATE_MS);
  here.goesOn(TICK_MS);
  assert.equal(here.woke, 0);
});

test('the slow timers of a hidden page are no sleep, also when it is just seen again; a night is', () => {
  const here = machine({ hidden: true });
  here.sleeps(60 * SECOND);
  here.goesOn(TICK_MS);
  here.sleeps(LATE_HIDDEN_MS);
  here.hidden = false;
  here.goesOn(TICK_MS);
  assert.equal(here.woke, 0);
  here.hidden = true;
  here.sleeps(NIGHT);
  here.goesOn(TICK_MS);
  assert.equal(here.woke, 1);
});

test('a page that the browser froze has not slept', () => {
  const here = machine();
  here.sleeps(NIGHT);
  here.sleep.skip();
  here.goesOn(TICK_MS);
  assert.equal(here.woke, 0);
});

test('a call that was cut by the sleep says so, even before the next look', () => {
  const here = machine();
  here.sleeps(NIGHT);
  assert.deepEqual(here.sleep.explain(cut(NIGHT / SECOND + 60)), { name: 'Bo', reason: 'slept', seconds: 0 });
  assert.equal(here.woke, 1);
});

test('other ends are told as they are: without a sleep, of a later call, of another reason, and long after', () => {
  const here = machine();
  const told = (seconds, reason) => here.sleep.explain(cut(seconds, reason)).reason;
  assert.equal(told(90), 'connection_lost');
  here.sleeps(NIGHT);
  here.goesOn(90 * SECOND);
  assert.deepEqual([told(80), told(NIGHT, 'they_hung_up')], ['connection_lost', 'they_hung_up']);
  assert.equal(told(NIGHT), 'slept');
  here.goesOn(AFTERMATH_MS);
  assert.equal(told(NIGHT), 'connection_lost');
});
