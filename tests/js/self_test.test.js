import assert from 'node:assert/strict';
import test from 'node:test';

import { resultWords, stateWord, summaryWords } from '../../static/js/page/self_test_words.js';
import { checkBrowser } from '../../static/js/selftest/browser.js';
import { decibelsOf } from '../../static/js/selftest/devices.js';
import { reportOf } from '../../static/js/selftest/report.js';
import { CHECKS } from '../../static/js/selftest/results.js';
import { SelfTest } from '../../static/js/selftest/run.js';
import { checkService, checkSocket } from '../../static/js/selftest/service.js';
import { checkRelay, checkWays, relayTrouble, transportOf } from '../../static/js/selftest/ways.js';
import { FakeWebSocket, fakeStorage, settle } from './fakes.js';

const able = { isSecure: true, PeerConnection: class {}, subtle: crypto.subtle, storage: () => ({ ...fakeStorage(), removeItem() {} }) };

test('a browser that lacks something says what', async () => {
  const old = { generateKey: () => Promise.reject(new Error('NotSupportedError')) };
  assert.deepEqual(await checkBrowser(able), { state: 'passed', code: '', figures: {} });
  assert.equal((await checkBrowser({ ...able, isSecure: false })).code, 'insecure_context');
  assert.equal((await checkBrowser({ ...able, PeerConnection: undefined })).code, 'no_calls');
  assert.equal((await checkBrowser({ ...able, subtle: old })).code, 'no_sealing');
  const full = { setItem: () => { throw new Error('QuotaExceededError'); } };
  const forgetful = await checkBrowser({ ...able, storage: () => full });
  assert.deepEqual([forgetful.state, forgetful.code], ['passed', 'no_storage']);
});

test('loudness is power in decibels', () => {
  assert.equal(Math.round(decibelsOf(new Float32Array(100).fill(1))), 0);
  assert.equal(Math.round(decibelsOf(new Float32Array(100).fill(0.01))), -40);
  assert.equal(Math.round(decibelsOf(new Float32Array(100))), -120);
});

test('a service that refuses says why, and one that is away is away', async () => {
  const answers = (status, said) => async () => ({ ok: status < 300, status, json: async () => said });
  const served = { url: 'wss://talk.example/verto', relay: 'none', iceServers: [] };
  assert.deepEqual((await checkService(answers(200, served), '/test/servers')).served, served);
  assert.equal((await checkService(answers(429, { code: 'too_many' }), '/test/servers')).verdict.code, 'too_many');
  assert.equal((await checkService(answers(200, {}), '/test/servers')).verdict.code, 'server_unreachable');
  const away = await checkService(() => Promise.reject(new TypeError('failed')), '/test/servers');
  assert.deepEqual([away.served, away.verdict.code], [null, 'server_unreachable']);
});

test('the socket is asked one thing without credentials, and let go', async () => {
  const found = checkSocket(FakeWebSocket, 'wss://talk.example/verto');
  const socket = FakeWebSocket.last;
  socket.opens();
  await settle();
  assert.equal(socket.request('verto.ping').params.login, undefined);
  socket.refuses('verto.ping', { code: -32000, message: 'Authentication Required' });
  assert.equal((await found).state, 'passed');
  assert.notEqual(socket.closedWith, null);
  const blocked = checkSocket(FakeWebSocket, 'wss://talk.example/verto');
  FakeWebSocket.last.drops(1006);
  assert.equal((await blocked).code, 'socket_closed');
  const cut = checkSocket(FakeWebSocket, 'wss://talk.example/verto');
  FakeWebSocket.last.opens();
  await settle();
  FakeWebSocket.last.drops(1006);
  assert.equal((await cut).code, 'socket_silent');
});

/** A connection that finds what the test says for its servers. */
const finding = (find) =>
  class {
    constructor(configuration = {}) {
      this.configuration = configuration;
    }
    createDataChannel() {}
    async setLocalDescription() {
      const { candidates = [], errors = [] } = find(this.configuration);
      errors.forEach((errorCode) => this.onicecandidateerror({ errorCode, address: '192.0.2.9', url: 'turn:192.0.2.1' }));
      candidates.forEach((type) => this.onicecandidate({ candidate: { type, address: '192.0.2.9', candidate: 'candidate:192.0.2.9' } }));
      this.onicecandidate({ candidate: null });
    }
    close() {}
  };

const TURN = [{ urls: ['turn:t.example', 'turn:t.example?transport=tcp', 'turns:t.example'], username: 'u', credential: 'c' }];

test('ways are counted by kind, with STUN alone', async () => {
  let asked;
  const PeerConnection = finding((configuration) => {
    asked = configuration.iceServers;
    return { candidates: ['host', 'host', 'srflx'], errors: [701] };
  });
  const found = await checkWays(PeerConnection, [{ urls: 'stun:s.example' }, ...TURN]);
  assert.deepEqual(asked, [{ urls: 'stun:s.example' }]);
  const { host, srflx, errors } = found.figures;
  assert.deepEqual([found.state, host, srflx, errors], ['passed', 2, 1, [701]]);
  assert.equal((await checkWays(finding(() => ({})), [])).code, 'no_way');
});

test('each way to the relay is tried by itself, with its password', async () => {
  const tried = [];
  const PeerConnection = finding(({ iceServers, iceTransportPolicy }) => {
    tried.push([iceTransportPolicy, ...iceServers.map(({ urls, credential }) => `${urls} ${credential}`)]);
    return iceServers[0].urls[0] === 'turn:t.example' ? { errors: [701] } : { candidates: ['relay'] };
  });
  const found = await checkRelay(PeerConnection, 'given', TURN);
  assert.deepEqual(tried.sort(), [['relay', 'turn:t.example c'], ['relay', 'turn:t.example?transport=tcp c'], ['relay', 'turns:t.example c']]);
  assert.deepEqual([found.state, found.code], ['passed', 'relay_partly']);
  assert.deepEqual(found.figures.relays.map(({ by, code }) => `${by} ${code}`), ['udp relay_unreachable', 'tcp ', 'tls ']);
  assert.match(resultWords({ name: 'relay', ...found }), /^By UDP it does not answer.* by TCP.* by TLS/);
});

test('a relay that nobody gives is not tried, and one that answers none fails', async () => {
  assert.equal((await checkRelay(undefined, 'none', [])).code, 'no_relay');
  assert.equal((await checkRelay(undefined, 'kept', [])).code, 'relay_kept');
  const refused = await checkRelay(finding(() => ({ errors: [401] })), 'given', [{ ...TURN[0], urls: 'turn:t.example' }]);
  assert.deepEqual([refused.state, refused.code], ['failed', 'relay_refused']);
  assert.equal(relayTrouble([701, 486]), 'relay_full');
  assert.equal(relayTrouble([701, 500]), 'relay_failed');
  assert.equal(relayTrouble([]), 'relay_unreachable');
});

test('the transport to a relay is read from its address', () => {
  assert.deepEqual(['turn:t', 'turn:t?transport=udp', 'TURN:t:3478?transport=TCP', 'turns:t', 'stun:s'].map(transportOf), ['udp', 'udp', 'tcp', 'tls', null]);
});

test('without anything every check ends with a sentence, and the devices are asked for once', async () => {
  let asked = 0;
  const denied = { getUserMedia: async () => { asked++; throw new DOMException('Permission denied', 'NotAllowedError'); } };
  const run = new SelfTest({
    ...able, PeerConnection: undefined, serversUrl: '/test/servers', WebSocketClass: FakeWebSocket, devices: denied,
    send: () => Promise.reject(new TypeError('failed')), choice: async () => ({}), sound: () => null,
    playSound: () => Promise.reject(new Error('no sound')),
  });
  await run.run();
  const found = Object.fromEntries(run.results.map(({ name, state, code }) => [name, `${state} ${code}`]));
  assert.deepEqual(found, {
    browser: 'failed no_calls', camera: 'failed permission_denied', microphone: 'failed permission_denied',
    speaker: 'failed not_played', service: 'failed server_unreachable', socket: 'skipped no_service',
    ways: 'skipped no_calls', relay: 'skipped no_service', loop: 'skipped no_calls',
  });
  assert.equal(asked, 3, 'both together, then each alone');
  for (const result of run.results) {
    assert.match(resultWords(result), /\.$/);
    assert.ok(stateWord(result.state));
  }
  assert.match(summaryWords(run.results), /failed checks/);
});

test('the report has results and figures, and no address, name or password', async () => {
  const PeerConnection = finding(() => ({ candidates: ['host', 'relay'], errors: [701] }));
  const results = CHECKS.map((name) => ({ name, state: 'waiting', code: '', figures: {} }));
  Object.assign(results.find(({ name }) => name === 'ways'), await checkWays(PeerConnection, TURN));
  Object.assign(results.find(({ name }) => name === 'relay'), await checkRelay(PeerConnection, 'given', TURN));
  Object.assign(results.find(({ name }) => name === 'speaker'), { state: 'asking' });
  const text = reportOf(results, { browser: 'Firefox/153', made: new Date(0) });
  const { browser, made, checks } = JSON.parse(text);
  assert.deepEqual([browser, made, checks.length], ['Firefox/153', '1970-01-01T00:00:00.000Z', CHECKS.length]);
  assert.equal(checks.find(({ check }) => check === 'speaker').result, 'unanswered');
  assert.equal(checks.find(({ check }) => check === 'ways').host, 1);
  assert.doesNotMatch(text, /192\.|example|candidate:|turn:|"u"|"c"/);
});
