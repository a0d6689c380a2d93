import assert from 'node:assert/strict';
import test, { mock } from 'node:test';

import { Rpc } from '../../static/js/verto/rpc.js';

function line() {
  const sent = [];
  const asked = [];
  const rpc = new Rpc({
    send: (text) => sent.push(JSON.parse(text)),
    onRequest: (method, params, id) => asked.push({ method, params, id }),
    timeoutMs: 1000,
  });
  return { rpc, sent, asked };
}

test('replies find their requests, in whatever order they come', async () => {
  const { rpc, sent } = line();
  const first = rpc.request('echo', { n: 1 });
  const second = rpc.request('echo', { n: 2 });
  rpc.receive(JSON.stringify({ jsonrpc: '2.0', id: sent[1].id, result: 'two' }));
  rpc.receive(JSON.stringify({ jsonrpc: '2.0', id: sent[0].id, result: 'one' }));
  assert.deepEqual(await Promise.all([first, second]), ['one', 'two']);
});

test('an error carries the code and the stable word', async () => {
  const { rpc, sent } = line();
  const asked = rpc.request('login', {});
  const error = { code: -32001, message: 'Login Incorrect', data: { code: 'channel_full' } };
  rpc.receive(JSON.stringify({ jsonrpc: '2.0', id: sent[0].id, error }));
  await assert.rejects(asked, { name: 'RpcError', code: -32001, reason: 'channel_full', message: 'Login Incorrect' });
});

test('a request nobody answers fails in time', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { rpc } = line();
  const asked = rpc.request('echo', {});
  mock.timers.tick(1000);
  mock.timers.reset();
  await assert.rejects(asked, { reason: 'timeout' });
});

test('closing fails what waits and refuses what comes', async () => {
  const { rpc, sent } = line();
  const asked = rpc.request('echo', {});
  rpc.close();
  rpc.close();
  await assert.rejects(asked, { reason: 'line_lost' });
  await assert.rejects(rpc.request('echo', {}), { reason: 'line_lost' });
  rpc.answer(1, {});
  assert.equal(sent.length, 1);
});

test('requests of the server are handed on, single and in batches', () => {
  const { rpc, asked } = line();
  rpc.receive('{"jsonrpc":"2.0","id":7,"method":"verto.ping","params":{"serno":1}}');
  rpc.receive('[{"jsonrpc":"2.0","method":"verto.event","params":null},{"jsonrpc":"2.0","method":"verto.punt"}]');
  assert.deepEqual(asked.map(({ method }) => method), ['verto.ping', 'verto.event', 'verto.punt']);
  assert.deepEqual(asked[1].params, {});
});

test('what is no message is dropped', () => {
  const { rpc, asked } = line();
  for (const text of ['', '{', 'null', '3', '"x"', '[null, 1]', '{"id": 99, "result": 1}', '{"id": null}']) {
    rpc.receive(text);
  }
  assert.deepEqual(asked, []);
});
