import assert from 'node:assert/strict';
import test from 'node:test';

import { Session } from '../../static/js/session.js';
import { FakeLocks, fakeStorage, settle } from './fakes.js';

/** One browser: what its pages share, and a server that remembers what it was asked. */
function browser() {
  const shared = fakeStorage();
  const locks = new FakeLocks();
  const asked = [];
  const answers = [];
  let ids = 0;
  const page = (own = fakeStorage()) => {
    const session = new Session('c1', '/peers/c1/sessions', {
      shared,
      own,
      locks,
      newId: () => `id-${++ids}`,
      fetch: async (url, init) => {
        const body = JSON.parse(init.body);
        asked.push({ url, method: init.method, body });
        const [status, said] = answers.shift() ?? [200, { clientId: body.sessionId, iceServers: [] }];
        if (status === 0) {
          throw new TypeError('Failed to fetch');
        }
        return { ok: status === 200, status, json: async () => said };
      },
    });
    return { session, own };
  };
  return { shared, locks, asked, answers, page };
}

test('the first page makes the session of the browser and keeps it', async () => {
  const { shared, asked, page } = browser();
  const { session } = page();
  assert.equal((await session.credentials()).clientId, 'id-1');
  assert.deepEqual(asked[0], { url: '/peers/c1/sessions', method: 'POST', body: { sessionId: 'id-1' } });
  assert.deepEqual([...shared.kept.values()], ['id-1']);
});

test('asking again uses the same session', async () => {
  const { asked, page } = browser();
  const { session } = page();
  await session.credentials();
  await session.credentials();
  assert.deepEqual(asked.map(({ body }) => body.sessionId), ['id-1', 'id-1']);
});

test('a second page of the same browser is another person, and stays that person when it is loaded anew', async () => {
  const { page, shared } = browser();
  await page().session.credentials();
  const second = page();
  assert.equal((await second.session.credentials()).clientId, 'id-2');
  second.session.release();
  assert.equal((await page(second.own).session.credentials()).clientId, 'id-2');
  assert.deepEqual([...shared.kept.values()], ['id-1']);
});

test('the next visit of the browser finds its session again', async () => {
  const { page } = browser();
  const first = page();
  await first.session.credentials();
  first.session.release();
  await settle();
  assert.equal((await page().session.credentials()).clientId, 'id-1');
});

test('a page that is loaded anew waits for its former self to let go', async () => {
  const { page } = browser();
  const first = page();
  await first.session.credentials();
  setTimeout(() => first.session.release(), 20);
  assert.equal((await page(first.own).session.credentials()).clientId, 'id-1');
});

test('a duplicated tab brings a copied session and gets one of its own', async () => {
  const { page } = browser();
  const first = page();
  await first.session.credentials();
  const copy = fakeStorage();
  first.own.kept.forEach((value, key) => copy.setItem(key, value));
  // The timer of an AbortSignal does not keep Node running.
  const awake = setTimeout(() => {}, 5000);
  const answer = await page(copy).session.credentials();
  clearTimeout(awake);
  assert.equal(answer.clientId, 'id-2');
});

test('two pages that join in the same moment are two people', async () => {
  const { page } = browser();
  const both = await Promise.all([page().session.credentials(), page().session.credentials()]);
  assert.equal(new Set(both.map(({ clientId }) => clientId)).size, 2);
});

test('a session the server has forgotten is replaced without a word', async () => {
  const { page, shared, answers, asked } = browser();
  answers.push([404, { code: 'session_expired', detail: '' }]);
  assert.equal((await page().session.credentials()).clientId, 'id-2');
  assert.deepEqual(asked.map(({ body }) => body.sessionId), ['id-1', 'id-2']);
  assert.deepEqual([...shared.kept.values()], ['id-2']);
});

test('but only once', async () => {
  const { page, answers, asked } = browser();
  answers.push([404, { code: 'session_expired' }], [404, { code: 'session_expired' }]);
  await assert.rejects(page().session.credentials(), { code: 'session_expired' });
  assert.equal(asked.length, 2);
});

test('refusals keep their code and say whether another try can help', async () => {
  const cases = [
    [[404, { code: 'channel_unknown' }], 'channel_unknown', true],
    [[404, { code: 'channel_closed' }], 'channel_closed', true],
    [[503, { code: 'try_later' }], 'try_later', false],
    [[429, {}], 'too_many', false],
    [[502, null], 'server_unreachable', false],
    [[0], 'server_unreachable', false],
  ];
  for (const [answer, code, final] of cases) {
    const { page, answers } = browser();
    answers.push(answer[1] === null ? [answer[0], {}] : answer);
    await assert.rejects(page().session.credentials(), { code, final });
  }
});

test('fresh relays are asked for without new credentials', async () => {
  const { page, asked, answers } = browser();
  const { session } = page();
  await session.credentials();
  answers.push([200, { iceServers: [{ urls: 'turn:x' }], iceSeconds: 60 }]);
  assert.deepEqual(await session.ice(), { iceServers: [{ urls: 'turn:x' }], iceSeconds: 60 });
  assert.deepEqual(asked.at(-1).body, { sessionId: 'id-1', iceOnly: true });
});

test('a browser that keeps nothing still gets in', async () => {
  const refuse = () => { throw new DOMException('', 'SecurityError'); };
  const forbidden = { getItem: refuse, setItem: refuse };
  const session = new Session('c1', '/x', {
    shared: forbidden,
    own: null,
    locks: undefined,
    newId: () => 'only',
    fetch: async () => ({ ok: true, status: 200, json: async () => ({ clientId: 'me' }) }),
  });
  assert.equal((await session.credentials()).clientId, 'me');
});
