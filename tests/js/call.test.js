import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { Emitter } from '../../static/js/emitter.js';
import { Call, UNANSWERED_MS } from '../../static/js/peer/call.js';
import { TRANSITIONS, after, isActive, isMedia } from '../../static/js/peer/call_states.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

class FakeConnection extends Emitter {
  closed = 0;
  said = [];
  heard = [];
  receiveDescription(description) { this.heard.push(description); }
  receiveCandidate(candidate) { this.heard.push(candidate); }
  sayClosed(reason) { this.said.push(reason); }
  close() { this.closed++; }
}

function call() {
  const sent = [];
  const ends = [];
  const made = [];
  const met = [];
  const it = new Call('d', {
    send: (type, payload) => sent.push([type, payload]),
    devices: () => ({ audio: true, video: false }),
    met: () => met.push(it.group),
    connect: () => (made.push(new FakeConnection()), made.at(-1)),
  });
  it.on('ended', (end) => ends.push(end));
  let seq = 0;
  const hears = (type, payload = {}) => it.receive({ type, dialog: 'd', seq: seq++, payload });
  return { it, sent, ends, made, met, hears };
}

test('the table: every step from every state', () => {
  const states = Object.keys(TRANSITIONS);
  const steps = ['offer', 'offered', 'accepted', 'accept', 'media_up', 'media_down', 'end'];
  const possible = states.flatMap((state) => steps.filter((step) => after(state, step)).map((step) => `${state} ${step} ${after(state, step)}`));
  assert.deepEqual(possible, [
    'idle offer offering', 'idle offered ringing',
    'offering accepted connecting', 'offering end ended',
    'ringing accept connecting', 'ringing end ended',
    'connecting media_up connected', 'connecting end ended',
    'connected media_down recovering', 'connected end ended',
    'recovering media_up connected', 'recovering end ended',
  ]);
  assert.deepEqual(states.filter(isActive), ['offering', 'connecting', 'connected', 'recovering']);
  assert.deepEqual(states.filter(isMedia), ['connecting', 'connected', 'recovering']);
});

test('the caller makes no connection before accept', () => {
  const { it, sent, made, hears } = call();
  it.offer('g', 'alone');
  assert.deepEqual(sent, [['offer', { audio: true, video: false, group: 'g', as: 'alone' }]]);
  assert.equal(made.length, 0);
  hears('accept', { audio: true, video: true });
  assert.equal(it.state, 'connecting');
  assert.equal(made.length, 1);
  assert.deepEqual(it.theirs, { audio: true, video: true });
});

test('the callee makes its own on accept, before any description', () => {
  const { it, sent, made, hears } = call();
  hears('offer', { audio: true, video: true });
  assert.equal(it.state, 'ringing');
  hears('description', { description: { type: 'offer', sdp: '' } });
  hears('candidate', { candidate: null });
  assert.equal(made.length, 0);
  it.accept();
  it.accept();
  assert.deepEqual(sent.map(([type]) => type), ['accept']);
  assert.equal(made.length, 1);
});

test('repeated and older messages are dropped', () => {
  const { it, made } = call();
  it.offer('g', 'alone');
  const accept = { type: 'accept', dialog: 'd', seq: 4, payload: { audio: true, video: true } };
  it.receive(accept);
  it.receive(accept);
  it.receive({ type: 'close', dialog: 'd', seq: 3, payload: { reason: 'hangup' } });
  assert.equal(it.state, 'connecting');
  assert.equal(made.length, 1);
});

test('media comes, stops, comes again; the clock starts once', () => {
  const { it, made, ends, hears } = call();
  it.offer('g', 'alone');
  hears('accept', { audio: true, video: true });
  mock.timers.tick(1000);
  made[0].emit('up');
  const { since } = it;
  made[0].emit('down');
  assert.equal(it.state, 'recovering');
  mock.timers.tick(2000);
  made[0].emit('up');
  assert.equal(it.since, since);
  it.hangUp();
  assert.deepEqual(ends, [{ reason: 'you_hung_up', seconds: 2 }]);
  assert.equal(made[0].closed, 1);
  assert.deepEqual(made[0].said, ['hangup']);
});

const CASES = [
  ['declined', (c) => { c.it.offer('g', 'alone'); c.hears('decline', { reason: 'declined' }); }, 'they_declined'],
  ['busy', (c) => { c.it.offer('g', 'alone'); c.hears('decline', { reason: 'busy' }); }, 'they_are_busy'],
  ['unanswered there', (c) => { c.it.offer('g', 'alone'); c.hears('decline', { reason: 'unanswered' }); }, 'unanswered'],
  ['unanswered, and no word', (c) => { c.it.offer('g', 'alone'); mock.timers.tick(UNANSWERED_MS + 4000); }, 'unanswered'],
  ['unanswered here', (c) => { c.hears('offer', {}); mock.timers.tick(UNANSWERED_MS); }, 'missed'],
  ['cancelled there', (c) => { c.hears('offer', {}); c.hears('close', { reason: 'hangup' }); }, 'missed'],
  ['cancelled here', (c) => { c.it.offer('g', 'alone'); c.it.hangUp(); }, 'you_cancelled'],
  ['declined here', (c) => { c.hears('offer', {}); c.it.decline(); }, 'you_declined'],
  ['hung up while it rings', (c) => { c.hears('offer', {}); c.it.hangUp(); }, 'you_declined'],
  ['left', (c) => { c.it.offer('g', 'alone'); c.hears('accept', {}); c.hears('close', { reason: 'left' }); }, 'they_left'],
  ['hung up there', (c) => { c.it.offer('g', 'alone'); c.hears('accept', {}); c.hears('close', { reason: 'hangup' }); }, 'they_hung_up'],
  ['no path', (c) => { c.it.offer('g', 'alone'); c.hears('accept', {}); c.made[0].emit('failed'); }, 'connection_failed'],
  ['path lost', (c) => { c.it.offer('g', 'alone'); c.hears('accept', {}); c.made[0].emit('up'); c.made[0].emit('down'); c.made[0].emit('failed'); }, 'connection_lost'],
  ['ended over the connection', (c) => { c.it.offer('g', 'alone'); c.hears('accept', {}); c.made[0].emit('closed', { reason: 'hangup' }); }, 'they_hung_up'],
  ['gone', (c) => { c.it.offer('g', 'alone'); c.it.abandon(); }, 'they_left'],
];

for (const [name, act, reason] of CASES) {
  test(`one end, with its reason: ${name}`, () => {
    const c = call();
    act(c);
    assert.deepEqual(c.ends.map((end) => end.reason), [reason]);
    const said = c.sent.length;
    c.it.hangUp();
    c.it.decline();
    c.it.accept();
    c.hears('close', { reason: 'hangup' });
    mock.timers.tick(100000);
    assert.equal(c.ends.length, 1);
    assert.equal(c.sent.length, said);
  });
}

test('why no way was found is named, whoever gave up first', () => {
  for (const reason of ['relay_silent', 'no_relay']) {
    for (const fails of [({ made }) => made[0].emit('failed'), ({ hears }) => hears('close', { reason: 'failed' })]) {
      const side = call();
      side.hears('offer', { audio: true, video: true });
      side.it.accept();
      side.made[0].failure = reason;
      fails(side);
      assert.deepEqual(side.ends, [{ reason, seconds: 0 }]);
    }
  }
});

test('what is ignored rings unheard, and ends as every call that nobody answers', () => {
  const ends = (how) => {
    const it = call();
    it.hears('offer', { audio: true, video: true });
    it.it.ignore();
    assert.deepEqual([it.it.state, it.it.isIgnored, it.sent, it.ends], ['ringing', true, [], []]);
    how(it);
    return [it.sent.map(([type, { reason }]) => [type, reason]), it.ends.map(({ reason }) => reason)];
  };
  assert.deepEqual(ends(() => mock.timers.tick(UNANSWERED_MS)), [[['decline', 'unanswered']], ['ignored']]);
  assert.deepEqual(ends((it) => it.hears('close', { reason: 'hangup' })), [[], ['ignored']]);
  const offering = call();
  offering.it.offer();
  offering.it.ignore();
  assert.equal(offering.it.isIgnored, false);
});

test('who ignored a call can still accept it', () => {
  const it = call();
  it.hears('offer', { audio: true, video: true });
  it.it.ignore();
  it.it.accept();
  assert.deepEqual([it.it.state, it.it.isIgnored], ['connecting', false]);
});
