import assert from 'node:assert/strict';
import test from 'node:test';

import { inOrder } from '../../static/js/page/people.js';

const names = (...peers) => inOrder(peers.map(([id, name, more]) => ({ id, name, ...more }))).map(({ id }) => id);

test('people stand by name, whatever they do, and who has none comes last', () => {
  const list = [['3', ''], ['1', 'Zoe'], ['2', 'Éva'], ['5', 'Bo 10'], ['4', 'Bo 2']];
  assert.deepEqual(names(...list), ['4', '5', '2', '1', '3']);
  const busy = list.map(([id, name], index) => [id, name, { state: 'busy', presence: 'away', call: { since: index } }]);
  assert.deepEqual(names(...busy.reverse()), ['4', '5', '2', '1', '3']);
});

test('who has the same name stays in one order', () => {
  assert.deepEqual(names(['b', 'Bo'], ['a', 'Bo']), ['a', 'b']);
  assert.deepEqual(names(['a', 'Bo'], ['b', 'Bo']), ['a', 'b']);
});
