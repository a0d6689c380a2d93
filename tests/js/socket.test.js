import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { DOUBT_MS, SILENCE_MS, Socket } from '../../static/js/verto/socket.js';
import { FakeWebSocket } from './fakes.js';

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  FakeWebSocket.made = [];
});
afterEach(() => mock.timers.reset());

function socket() {
  const events = [];
  const it = new Socket({ url: 'ws://here/verto', WebSocketClass: FakeWebSocket, delay: (attempt) => 100 * (attempt + 1) });
  it.on('open', () => events.push('open'));
  it.on('frame', ({ text }) => events.push(text));
  it.on('lost', ({ code, delay }) => events.push(`lost ${code} ${delay}`));
  it.on('closed', ({ code }) => events.push(`closed ${code}`));
  it.open();
  return { it, events };
}

test('it opens, carries frames and sends', () => {
  const { it, events } = socket();
  assert.equal(it.send('{}'), false);
  FakeWebSocket.last.opens();
  FakeWebSocket.last.says('hello');
  assert.equal(it.send('{"a":1}'), true);
  assert.deepEqual(events, ['open', 'hello']);
  assert.deepEqual(FakeWebSocket.last.sent, [{ a: 1 }]);
});

test('it comes back after a loss, later each time', () => {
  const { events } = socket();
  FakeWebSocket.last.drops(1006);
  mock.timers.tick(100);
  FakeWebSocket.last.drops(1012);
  mock.timers.tick(199);
  assert.equal(FakeWebSocket.made.length, 2);
  mock.timers.tick(1);
  assert.equal(FakeWebSocket.made.length, 3);
  assert.deepEqual(events, ['lost 1006 100', 'lost 1012 200']);
});

test('a line that proved good starts with the shortest delay again', () => {
  const { it, events } = socket();
  FakeWebSocket.last.drops(1006);
  mock.timers.tick(100);
  FakeWebSocket.last.opens();
  it.settle();
  FakeWebSocket.last.drops(1012);
  assert.equal(events.at(-1), 'lost 1012 100');
});

test('silence is a loss, and any frame breaks it', () => {
  const { events } = socket();
  const line = FakeWebSocket.last;
  line.opens();
  mock.timers.tick(SILENCE_MS - 1);
  line.says('ping');
  mock.timers.tick(SILENCE_MS - 1);
  assert.deepEqual(events, ['open', 'ping']);
  mock.timers.tick(1);
  assert.equal(events.at(-1), 'lost 1006 100');
  assert.equal(line.closedWith, 1000);
  line.says('too late');
  assert.equal(events.at(-1), 'lost 1006 100');
});

test('a connection that never opens is given up', () => {
  const { events } = socket();
  mock.timers.tick(10000);
  assert.deepEqual(events, ['lost 1006 100']);
});

test('a line in doubt is given seconds, and any frame ends the doubt', () => {
  const { it, events } = socket();
  const line = FakeWebSocket.last;
  line.opens();
  it.doubt();
  mock.timers.tick(DOUBT_MS - 1);
  it.doubt();
  line.says('still here');
  mock.timers.tick(SILENCE_MS - 1);
  assert.deepEqual(events, ['open', 'still here']);
  it.doubt();
  mock.timers.tick(DOUBT_MS - 1);
  it.doubt();
  mock.timers.tick(1);
  assert.equal(events.at(-1), 'lost 1006 100');
});

test('hurry does not wait for the delay', () => {
  const { it } = socket();
  FakeWebSocket.last.drops(1006);
  it.hurry();
  it.hurry();
  assert.equal(FakeWebSocket.made.length, 2);
  mock.timers.tick(100);
  assert.equal(FakeWebSocket.made.length, 2);
});

test('close is final and told once, whenever it is called', () => {
  for (const before of [() => {}, () => FakeWebSocket.last.opens(), () => FakeWebSocket.last.drops(1006)]) {
    const { it, events } = socket();
    before();
    it.close(1000);
    it.close(1000);
    const dialled = FakeWebSocket.made.length;
    mock.timers.tick(60000);
    it.hurry();
    it.open();
    assert.equal(FakeWebSocket.made.length, dialled);
    assert.equal(events.filter((event) => event === 'closed 1000').length, 1);
    assert.equal(it.send('{}'), false);
  }
});

test('closing while the loss is told keeps it from coming back', () => {
  const { it } = socket();
  it.on('lost', () => it.close());
  FakeWebSocket.last.drops(4002);
  mock.timers.tick(60000);
  assert.equal(FakeWebSocket.made.length, 1);
});
