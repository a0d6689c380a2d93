import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { VertoClient } from '../../static/js/verto/client.js';
import { Refusal } from '../../static/js/verto/codes.js';
import { DOUBT_MS } from '../../static/js/verto/socket.js';
import { FakeWebSocket, settle } from './fakes.js';

const CHANNEL = '11111111-1111-4111-8111-111111111111';
const ALICE = { clientId: 'alice', password: 'first', sessid: 'sess-a' };

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  FakeWebSocket.made = [];
});
afterEach(() => mock.timers.reset());

function alice(renew = async () => ({ ...ALICE, password: 'second' })) {
  const events = [];
  const client = new VertoClient({
    url: 'ws://here/verto',
    channel: CHANNEL,
    credentials: ALICE,
    renew,
    WebSocketClass: FakeWebSocket,
    delay: () => 100,
  });
  for (const type of ['ready', 'joined', 'left', 'event', 'info', 'lost', 'refused', 'punt', 'closed']) {
    client.on(type, (detail) => events.push([type, detail]));
  }
  client.connect();
  return { client, events, types: () => events.map(([type]) => type) };
}

const refusal = (code) => ({ code: -32001, message: 'Login Incorrect', data: { code } });

async function isSeated(members = ['alice', 'bob']) {
  FakeWebSocket.last.opens();
  await settle();
  FakeWebSocket.last.answers('login', { message: 'logged in', sessid: 'sess-a' });
  FakeWebSocket.last.answers('verto.subscribe', { subscribedChannels: [CHANNEL], members });
  await settle();
}

async function isRefused(code) {
  FakeWebSocket.last.opens();
  await settle();
  FakeWebSocket.last.refuses('login', refusal(code));
  await settle();
}

test('login and subscribe go out in one breath, and the members come back', async () => {
  const { client, events } = alice();
  FakeWebSocket.last.opens();
  await settle();
  const [login, subscribe] = FakeWebSocket.last.sent;
  assert.deepEqual(login.params, { login: 'alice', passwd: 'first', sessid: 'sess-a' });
  assert.deepEqual(subscribe.params, { eventChannel: CHANNEL });
  assert.equal(client.ready, false);
  await isSeated();
  assert.deepEqual(events, [['ready', { members: ['alice', 'bob'], again: false }]]);
  assert.equal(client.ready, true);
});

test('a line in doubt is asked, and lost where it does not answer soon', async () => {
  const { client, types } = alice();
  client.check();
  await isSeated();
  client.check();
  assert.equal(FakeWebSocket.last.sent.filter(({ method }) => method === 'verto.ping').length, 1);
  FakeWebSocket.last.answers('verto.ping', { method: 'verto.ping' });
  mock.timers.tick(DOUBT_MS);
  assert.deepEqual(types(), ['ready']);
  client.hurry();
  mock.timers.tick(DOUBT_MS);
  assert.deepEqual(types(), ['ready', 'lost']);
});

test('it answers a ping with the same id', async () => {
  alice();
  await isSeated();
  FakeWebSocket.last.says({ jsonrpc: '2.0', id: 41, method: 'verto.ping', params: { serno: 1 } });
  assert.equal(FakeWebSocket.last.sent.at(-1).id, 41);
  assert.ok('result' in FakeWebSocket.last.sent.at(-1));
});

test('it tells who comes, goes and speaks, without the domain', async () => {
  const { events } = alice();
  await isSeated();
  const say = (params, method = 'verto.event') => FakeWebSocket.last.says({ jsonrpc: '2.0', id: 1, method, params });
  const here = { eventChannel: CHANNEL, subscribedChannel: CHANNEL };
  say({ ...here, joined: 'carol' });
  say({ ...here, left: 'carol' });
  say({ ...here, userid: 'bob@pbx', eventData: { body: 'hi' } });
  say({ msg: { from: 'bob@pbx', to: 'alice@pbx', body: 'psst' } }, 'verto.info');
  assert.deepEqual(events.slice(1), [
    ['joined', { clientId: 'carol' }],
    ['left', { clientId: 'carol' }],
    ['event', { from: 'bob', data: { body: 'hi' } }],
    ['info', { from: 'bob', body: 'psst' }],
  ]);
});

test('what a member says is never taken for presence, and other channels are not heard', async () => {
  const { types } = alice();
  await isSeated();
  const say = (params) => FakeWebSocket.last.says({ jsonrpc: '2.0', method: 'verto.event', params });
  say({ eventChannel: CHANNEL, userid: 'bob@pbx', joined: 'mallory', eventData: {} });
  say({ eventChannel: 'another', subscribedChannel: 'another', joined: 'mallory' });
  say({ eventChannel: CHANNEL, joined: 5 });
  FakeWebSocket.last.says({ jsonrpc: '2.0', method: 'verto.info', params: { msg: { from: 3, body: 'x' } } });
  assert.deepEqual(types(), ['ready', 'event']);
});

test('speaking waits for nothing and fails without a line', async () => {
  const { client } = alice();
  await assert.rejects(client.info('bob', 'x'), { reason: 'line_lost' });
  await isSeated();
  const said = client.info('bob', 'x');
  assert.deepEqual(FakeWebSocket.last.request('verto.info').params, { msg: { to: 'bob', body: 'x' } });
  FakeWebSocket.last.answers('verto.info', { message: 'SENT' });
  await said;
  const told = client.broadcast({ body: 'y' });
  assert.deepEqual(FakeWebSocket.last.request('verto.broadcast').params, {
    eventChannel: CHANNEL,
    localBroadcast: true,
    eventData: { body: 'y' },
  });
  FakeWebSocket.last.drops(1006);
  await assert.rejects(told, { reason: 'line_lost' });
});

test('after a restart of the server it logs in again with the password it has', async () => {
  let asked = 0;
  const { events } = alice(async () => (asked++, ALICE));
  await isSeated();
  FakeWebSocket.last.drops(1012);
  mock.timers.tick(100);
  await isSeated(['alice']);
  assert.equal(FakeWebSocket.last.request('login').params.passwd, 'first');
  assert.deepEqual(events.at(-1), ['ready', { members: ['alice'], again: true }]);
  assert.equal(asked, 0);
});

test('wrong credentials are fetched once more, and the second refusal is final', async () => {
  let asked = 0;
  const { client, types } = alice(async () => (asked++, { ...ALICE, password: 'second' }));
  await isRefused(Refusal.BAD_CREDENTIALS);
  mock.timers.tick(100);
  FakeWebSocket.last.opens();
  await settle();
  assert.equal(FakeWebSocket.last.request('login').params.passwd, 'second');
  FakeWebSocket.last.refuses('login', refusal(Refusal.BAD_CREDENTIALS));
  await settle();
  assert.equal(asked, 1);
  assert.deepEqual(types(), ['lost', 'refused', 'closed']);
  assert.equal(client.ready, false);
});

test('a line that opens before the fresh credentials came waits for them', async () => {
  let give = () => {};
  alice(() => new Promise((resolve) => (give = () => resolve({ ...ALICE, password: 'second' }))));
  await isRefused(Refusal.BAD_CREDENTIALS);
  mock.timers.tick(100);
  FakeWebSocket.last.opens();
  await settle();
  assert.deepEqual(FakeWebSocket.last.sent, []);
  give();
  await settle();
  assert.equal(FakeWebSocket.last.request('login').params.passwd, 'second');
});

test('credentials that will never come end it with their reason', async () => {
  const { events } = alice(() => Promise.reject(Object.assign(new Error(), { code: 'channel_unknown', final: true })));
  await isRefused(Refusal.BAD_CREDENTIALS);
  mock.timers.tick(60000);
  assert.deepEqual(events.find(([type]) => type === 'refused'), ['refused', { code: 'channel_unknown' }]);
  assert.equal(FakeWebSocket.made.length, 1);
});

test('it comes back after try_later and wrong_node, and after no other refusal', async () => {
  for (const code of Object.values(Refusal).filter((code) => code !== Refusal.BAD_CREDENTIALS)) {
    FakeWebSocket.made = [];
    const { types } = alice();
    await isRefused(code);
    FakeWebSocket.last.drops(4001);
    mock.timers.tick(60000);
    const again = code === Refusal.TRY_LATER || code === Refusal.WRONG_NODE;
    assert.equal(FakeWebSocket.made.length > 1, again, code);
    assert.equal(types().includes('refused'), !again, code);
  }
});

test('a punted client does not come back, whether it was told or only cut', async () => {
  for (const told of [true, false]) {
    FakeWebSocket.made = [];
    const { events } = alice();
    await isSeated();
    if (told) {
      FakeWebSocket.last.says({ jsonrpc: '2.0', method: 'verto.punt', params: { reason: 'replaced' } });
    }
    FakeWebSocket.last.drops(4002);
    mock.timers.tick(60000);
    assert.deepEqual(events.slice(1).map(([type]) => type), ['punt', 'closed']);
    assert.equal(events[1][1].reason, told ? 'replaced' : 'removed');
    assert.equal(FakeWebSocket.made.length, 1);
  }
});

test('close is final', async () => {
  const { client, types } = alice();
  await isSeated();
  client.close();
  client.close();
  mock.timers.tick(60000);
  assert.equal(FakeWebSocket.last.closedWith, 1000);
  assert.deepEqual(types(), ['ready', 'closed']);
  assert.equal(FakeWebSocket.made.length, 1);
});
