import assert from 'node:assert/strict';
import test from 'node:test';

import { HereNow } from '../../static/js/here.js';

/** A page that asks; `answers` may fail. */
function page(context, answer = async () => ({ tea: 2 })) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const asked = [];
  const told = [];
  const here = new HereNow({
    ask: () => {
      asked.push(Date.now() / 1000);
      return answer(asked.length);
    },
    tell: (counts) => told.push(counts),
  });
  const pass = async (seconds) => {
    for (let second = 0; second < seconds; second++) {
      context.mock.timers.tick(1000);
      await new Promise((done) => setImmediate(done));
    }
  };
  return { here, asked, told, pass };
}

test('it is asked every 25 seconds while somebody looks', async (context) => {
  const { here, asked, told, pass } = page(context);
  here.turn(true);
  await pass(80);
  assert.deepEqual(asked, [25, 50, 75]);
  assert.deepEqual(told, Array(3).fill({ tea: 2 }));
});

test('nobody looks, nothing is asked; whoever comes back is told at once, and not twice', async (context) => {
  const { here, asked, pass } = page(context);
  here.turn(true);
  await pass(10);
  here.turn(false);
  await pass(600);
  assert.deepEqual(asked, []);
  here.turn(true);
  await pass(1);
  here.turn(false);
  here.turn(true);
  await pass(3);
  assert.equal(asked.length, 1);
  await pass(22);
  assert.equal(asked.length, 2, 'and goes on');
});

test('what does not answer is asked less and less often, and as often as before once it does', async (context) => {
  const { here, asked, told, pass } = page(context, async (time) => {
    if (time < 7) {
      throw new Error('away');
    }
    return {};
  });
  here.turn(true);
  await pass(1700);
  assert.deepEqual(asked.slice(0, 9), [25, 75, 175, 375, 675, 975, 1275, 1300, 1325]);
  assert.deepEqual(told[0], {});
});
