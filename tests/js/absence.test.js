import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { AWAY_MS, Absence } from '../../static/js/page/absence.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function watched() {
  const told = [];
  const absence = new Absence(() => told.push(absence.isAway));
  return { absence, told };
}

test('who has not looked for minutes is away, and back at the first look', () => {
  const { absence, told } = watched();
  absence.look(false);
  mock.timers.tick(AWAY_MS - 1);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  absence.look(true);
  assert.deepEqual(told, [true, false]);
});

test('a look in between begins the time anew', () => {
  const { absence, told } = watched();
  absence.look(false);
  mock.timers.tick(AWAY_MS - 1);
  absence.look(true);
  mock.timers.tick(AWAY_MS);
  absence.look(false);
  mock.timers.tick(AWAY_MS - 1);
  assert.deepEqual(told, []);
});
