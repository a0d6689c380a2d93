import assert from 'node:assert/strict';
import test from 'node:test';

import { Pipe } from '../../static/js/peer/pipe.js';

class FakeChannel {
  readyState = 'connecting';
  bufferedAmount = 0;
  sent = [];
  send(data) {
    if (this.fails) throw new Error('OperationError');
    this.sent.push(data);
  }
  opens() { this.readyState = 'open'; this.onopen?.(); }
  says(data) { this.onmessage?.({ data }); }
  close() { this.readyState = 'closed'; }
}

function make() {
  const channel = new FakeChannel();
  const asked = [];
  const pipe = new Pipe({ createDataChannel: (...how) => (asked.push(how), channel) }, 'chat', 1);
  const told = [];
  pipe.onHeard = (data) => told.push(data);
  pipe.onOpen = () => told.push('open');
  pipe.onClosed = () => told.push('closed');
  return { pipe, channel, told, asked };
}

test('both sides make it by the same number, without asking each other', () => {
  assert.deepEqual(make().asked, [['chat', { negotiated: true, id: 1 }]]);
});

test('nothing is heard or said before the other side is known, and then in order', () => {
  const { pipe, channel, told } = make();
  channel.opens();
  channel.says('early');
  assert.equal(pipe.send('x'), false);
  assert.deepEqual([told, channel.sent, pipe.isOpen], [[], [], false]);
  pipe.admit();
  channel.says('later');
  assert.deepEqual(told, ['open', 'early', 'later']);
  assert.equal(pipe.send('x'), true);
  assert.deepEqual(channel.sent, ['x']);
});

test('what comes early is bounded in number and size, and is text', () => {
  const { pipe, channel, told } = make();
  channel.opens();
  channel.says('x'.repeat(40_000));
  channel.says(new ArrayBuffer(8));
  for (let count = 0; count < 200; count++) channel.says(`${count}`);
  pipe.admit();
  assert.equal(told.length, 1 + 64);
  assert.deepEqual(told.slice(0, 3), ['open', '0', '1']);
});

test('a sender waits while too much is under way, and goes on when there is room', async () => {
  const { pipe, channel } = make();
  channel.opens();
  pipe.admit();
  channel.bufferedAmount = 3 * 1024 * 1024;
  let went = false;
  const waiting = pipe.room().then(() => (went = true));
  await null;
  assert.deepEqual([pipe.isFull, went], [true, false]);
  channel.bufferedAmount = 0;
  channel.onbufferedamountlow();
  await waiting;
  assert.equal(went, true);
});

test('a closed pipe lets nobody wait, and says so', async () => {
  const { pipe, channel, told } = make();
  channel.opens();
  pipe.admit();
  channel.bufferedAmount = 3 * 1024 * 1024;
  const waiting = pipe.room();
  pipe.close();
  await waiting;
  assert.deepEqual([told.at(-1), pipe.isOpen, pipe.send('x')], ['closed', false, false]);
});

test('what the browser refuses to send counts as not sent', () => {
  const { pipe, channel } = make();
  channel.opens();
  pipe.admit();
  channel.fails = true;
  assert.equal(pipe.send('x'), false);
});
