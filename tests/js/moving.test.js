import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { namesNode, socketUrl } from '../../static/js/verto/address.js';
import { VertoClient } from '../../static/js/verto/client.js';
import { CloseCode, Refusal } from '../../static/js/verto/codes.js';
import { FakeWebSocket, settle } from './fakes.js';

const CHANNEL = '11111111-1111-4111-8111-111111111111';
const ALICE = { clientId: 'alice', password: 'first', sessid: 'sess-a' };
const A = 'ws://here/verto/a';
const B = 'ws://here/verto/b';

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  FakeWebSocket.made = [];
});
afterEach(() => mock.timers.reset());

/** A client at node A. `says` is what the service answers when asked for the address: a URL, or an error. */
function alice({ moves = true, renew = async () => ({ ...ALICE, password: 'second' }) } = {}) {
  const service = { says: /** @type {any} */ (B), asked: 0, waits: Promise.resolve() };
  const events = [];
  const locate = async () => {
    service.asked++;
    await service.waits;
    if (service.says instanceof Error) {
      throw service.says;
    }
    return service.says;
  };
  const client = new VertoClient({
    url: A,
    channel: CHANNEL,
    credentials: ALICE,
    renew,
    locate: moves ? locate : undefined,
    WebSocketClass: FakeWebSocket,
    delay: () => 100,
  });
  for (const type of ['ready', 'lost', 'refused', 'closed']) {
    client.on(type, () => events.push(type));
  }
  client.connect();
  return { client, service, events };
}

const failure = (fields) => Object.assign(new Error(), fields);
const urls = () => FakeWebSocket.made.map(({ url }) => url);

async function isSeated() {
  FakeWebSocket.last.opens();
  await settle();
  FakeWebSocket.last.answers('login', { message: 'logged in', sessid: 'sess-a' });
  FakeWebSocket.last.answers('verto.subscribe', { subscribedChannels: [CHANNEL], members: ['alice'] });
  await settle();
}

async function isRefused(code) {
  FakeWebSocket.last.opens();
  await settle();
  const error = { code: -32001, message: 'Login Incorrect', data: { code } };
  FakeWebSocket.last.refuses('login', error);
  await settle();
}

/** The line cannot be made, so many times. @param {number} times */
async function fails(times) {
  for (let time = 0; time < times; time++) {
    FakeWebSocket.last.drops(1006);
    await settle();
    mock.timers.tick(100);
    await settle();
  }
}

test('which addresses name a node, and how they are completed', () => {
  assert.deepEqual(['ws://h/verto', 'ws://h/verto/', 'ws://h/verto?channel=x', A].map(namesNode), [false, false, false, true]);
  assert.equal(socketUrl('/verto/b', 'https://here:8443/peers/x'), 'wss://here:8443/verto/b');
  assert.equal(socketUrl(A, 'https://there/'), A);
});

test('a channel that has moved is found at its new node at once, with the password at hand', async () => {
  const { events, service } = alice();
  await isSeated();
  FakeWebSocket.last.drops(CloseCode.MOVED);
  await settle();
  assert.deepEqual(urls(), [A, B]);
  await isSeated();
  assert.equal(FakeWebSocket.last.request('login').params.passwd, 'first');
  assert.deepEqual([events, service.asked], [['ready', 'lost', 'ready'], 1]);
  mock.timers.tick(1000);
  assert.equal(FakeWebSocket.made.length, 2);
});

test('a node that says it is the wrong one is left for the right one', async () => {
  const { service } = alice();
  await isRefused(Refusal.WRONG_NODE);
  assert.deepEqual([urls(), service.asked], [[A, B], 1]);
  await isRefused(Refusal.WRONG_NODE);
  assert.equal(service.asked, 2);
  assert.equal(FakeWebSocket.made.length, 2);
  mock.timers.tick(100);
  assert.deepEqual(urls(), [A, B, B]);
});

test('a node that restarts is not asked about, one that stays away is', async () => {
  const { service } = alice();
  service.says = A;
  await isSeated();
  await fails(2);
  assert.equal(service.asked, 0);
  await isSeated();
  await fails(2);
  assert.equal(service.asked, 0);
  await fails(1);
  assert.equal(service.asked, 1);
  service.says = B;
  FakeWebSocket.last.drops(1006);
  await settle();
  assert.deepEqual([urls().at(-1), service.asked], [B, 2]);
});

test('a line that opens before the answer waits for it, and goes where that says', async () => {
  const { service } = alice();
  let give = () => {};
  service.waits = new Promise((resolve) => (give = () => resolve(undefined)));
  await isSeated();
  FakeWebSocket.last.drops(CloseCode.MOVED);
  mock.timers.tick(100);
  const astray = FakeWebSocket.last;
  astray.opens();
  await settle();
  assert.deepEqual([astray.url, astray.sent], [A, []]);
  give();
  await settle();
  assert.deepEqual([urls(), astray.closedWith, astray.sent], [[A, A, B], CloseCode.NORMAL, []]);
  await isSeated();
});

test('an address that is still the same is tried again after the usual delay', async () => {
  const { service } = alice();
  service.says = A;
  await isSeated();
  FakeWebSocket.last.drops(CloseCode.MOVED);
  await settle();
  assert.equal(FakeWebSocket.made.length, 1);
  mock.timers.tick(100);
  assert.deepEqual(urls(), [A, A]);
});

test('an endpoint that is away is asked again, one that refuses for good ends it', async () => {
  const { service, events } = alice();
  service.says = failure({ code: 'server_unreachable', final: false });
  await fails(4);
  assert.equal(service.asked, 2);
  service.says = failure({ code: 'channel_closed', final: true });
  await fails(1);
  assert.deepEqual(events.slice(-2), ['refused', 'closed']);
  const made = FakeWebSocket.made.length;
  mock.timers.tick(60000);
  assert.equal(FakeWebSocket.made.length, made);
});

test('where the session is over, fresh credentials tell the way', async () => {
  const { service } = alice({ renew: async () => ({ ...ALICE, password: 'second', url: '/verto/b' }) });
  service.says = failure({ code: 'session_expired', final: false });
  await isSeated();
  FakeWebSocket.last.drops(CloseCode.MOVED);
  await settle();
  assert.deepEqual(urls(), [A, B]);
  await isSeated();
  assert.equal(FakeWebSocket.last.request('login').params.passwd, 'second');
});

test('fresh credentials after a refusal go to the node that came with them', async () => {
  alice({ renew: async () => ({ ...ALICE, password: 'second', url: B }) });
  await isRefused(Refusal.BAD_CREDENTIALS);
  assert.deepEqual(urls(), [A, B]);
});

test('with one node nobody asks, however often the line is lost', async () => {
  const { service } = alice({ moves: false });
  await isSeated();
  await fails(8);
  assert.equal(service.asked, 0);
  assert.ok(urls().every((url) => url === A));
});
