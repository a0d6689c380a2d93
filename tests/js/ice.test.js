import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { IceSupply } from '../../static/js/ice.js';
import { settle } from './fakes.js';

const MINUTE = 60_000;
const relay = (name) => [{ urls: 'turn:x', username: name, credential: 'c' }];

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

/** A supply, and a service that answers what it is told to: an answer, or null for none. */
function supplied(first, random = () => 0) {
  const asked = [];
  const answers = [];
  const changes = [];
  const supply = new IceSupply({
    ask: async () => {
      asked.push(Date.now() - 1_000_000);
      const answer = answers.length > 0 ? answers.shift() : { iceServers: relay(`fresh ${asked.length}`), iceSeconds: 3600 };
      if (answer === null) throw new Error('server_unreachable');
      return answer;
    },
    changed: () => changes.push(supply.current()),
    random,
  });
  supply.keep(first);
  /** Time goes by in steps, so that what a timer began can go on before the next one. */
  const later = async (milliseconds, step = 1000) => {
    for (let passed = 0; passed < milliseconds; passed += step) {
      mock.timers.tick(step);
      await settle();
    }
  };
  return { supply, asked, answers, changes, later };
}

test('what ends is renewed when half of it is over, all day long', async () => {
  const { supply, asked, changes, later } = supplied({ iceServers: relay('first'), iceSeconds: 3600 });
  await later(24 * 60 * MINUTE, 10_000);
  assert.deepEqual(asked.slice(0, 3), [30 * MINUTE, 60 * MINUTE, 90 * MINUTE]);
  assert.equal(asked.length, 48);
  assert.deepEqual(supply.current(), relay('fresh 48'));
  assert.equal(changes.length, 49);
  supply.close();
});

test('a thousand pages do not ask in the same moment', async () => {
  const { supply, asked, later } = supplied({ iceServers: relay('first'), iceSeconds: 3600 }, () => 0.99);
  await later(30 * MINUTE - 1000);
  assert.equal(asked.length, 1);
  assert.ok(asked[0] > 26 * MINUTE && asked[0] < 28 * MINUTE);
  supply.close();
});

test('without an end nothing is asked by itself', async () => {
  for (const iceServers of [[], [{ urls: 'stun:x' }], relay('fixed')]) {
    const { supply, asked, later } = supplied({ iceServers });
    await later(10 * 60 * MINUTE, MINUTE);
    supply.wake();
    await settle();
    assert.deepEqual(asked, []);
    supply.close();
  }
});

test('a new path asks for fixed passwords that are old, and never for STUN alone', async () => {
  for (const [iceServers, expected] of [[[{ urls: 'stun:x' }], 0], [[], 0], [relay('fixed'), 1]]) {
    const { supply, asked, later } = supplied({ iceServers });
    await supply.renew();
    assert.equal(asked.length, 0);
    await later(5 * MINUTE);
    await Promise.all([supply.renew(), supply.renew()]);
    assert.equal(asked.length, expected);
    supply.close();
  }
});

test('a new path asks for nothing while those at hand are good', async () => {
  const { supply, asked, later } = supplied({ iceServers: relay('first'), iceSeconds: 3600 });
  await later(29 * MINUTE);
  assert.deepEqual(await supply.renew(), relay('first'));
  assert.deepEqual(asked, []);
  supply.close();
});

test('what fails is tried again, ever more rarely, and the old ones stay in use', async () => {
  const { supply, asked, answers, changes, later } = supplied({ iceServers: relay('first'), iceSeconds: 3600 });
  answers.push(...Array(100).fill(null));
  await later(60 * MINUTE);
  const waits = asked.slice(1).map((at, number) => (at - asked[number]) / 1000);
  assert.deepEqual(waits.slice(0, 9), [2, 4, 8, 16, 32, 64, 128, 256, 300]);
  assert.deepEqual(supply.current(), relay('first'));
  assert.equal(changes.length, 1);
  answers.length = 0;
  await later(5 * MINUTE);
  assert.deepEqual(supply.current(), relay(`fresh ${asked.length}`));
  supply.close();
});

test('what is short is tried again in time', async () => {
  const { supply, asked, answers, later } = supplied({ iceServers: relay('first'), iceSeconds: 60 });
  answers.push(null, null, null, null);
  await later(MINUTE);
  assert.deepEqual(asked.slice(0, 5).map((at) => at / 1000), [30, 32, 36, 44, 52]);
  assert.deepEqual(supply.current(), relay('fresh 5'));
  supply.close();
});

test('a wrong answer is a failure like another', async () => {
  const { supply, asked, answers, later } = supplied({ iceServers: relay('first'), iceSeconds: 60 });
  answers.push(undefined);
  await later(40_000);
  assert.equal(asked.length, 2);
  assert.deepEqual(supply.current(), relay('fresh 2'));
  supply.close();
});

test('who wakes after a long sleep has old ones renewed at once, and once', async () => {
  const { supply, asked, later } = supplied({ iceServers: relay('first'), iceSeconds: 3600 });
  supply.wake();
  await settle();
  assert.deepEqual(asked, []);
  // The clock goes on while the machine sleeps, timers do not.
  mock.timers.setTime(1_000_000 + 50 * MINUTE);
  supply.wake();
  supply.wake();
  await settle();
  assert.equal(asked.length, 1);
  assert.deepEqual(supply.current(), relay('fresh 1'));
  await later(29 * MINUTE);
  assert.equal(asked.length, 1, 'the timer of the old ones is gone');
  supply.close();
});

test('a clock that was set back makes them old', async () => {
  let now = 1_000_000;
  let asked = 0;
  const ask = async () => ({ iceServers: relay(`fresh ${++asked}`), iceSeconds: 3600 });
  const supply = new IceSupply({ ask, changed: () => {}, now: () => now });
  supply.keep({ iceServers: relay('first'), iceSeconds: 3600 });
  now -= 1;
  assert.deepEqual(await supply.renew(), relay('fresh 1'));
  supply.close();
});

test('after the visit nothing is asked and nothing is kept', async () => {
  const { supply, asked, changes, later } = supplied({ iceServers: relay('first'), iceSeconds: 60 });
  await later(29_000);
  mock.timers.tick(1000);
  supply.close();
  await later(5 * MINUTE);
  assert.equal(asked.length, 1);
  assert.deepEqual(supply.current(), relay('first'));
  assert.equal(changes.length, 1);
});

test('a service that has no relay any more ends it', async () => {
  const { supply, asked, answers, later } = supplied({ iceServers: relay('first'), iceSeconds: 60 });
  answers.push({ iceServers: [] });
  await later(10 * MINUTE);
  assert.equal(asked.length, 1);
  assert.deepEqual(supply.current(), []);
  supply.close();
});
