import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { runInNewContext } from 'node:vm';

const SOURCE = readFileSync(new URL('../../static/js/worker/shell.js', import.meta.url), 'utf8');
const ORIGIN = 'https://talk.example';
const FILE = `${ORIGIN}/static/css/base.abc.css`;

/** The worker in a world of its own: what it listens to, what it keeps, and a network that a test can switch off. */
function world(version = 'one', kept = new Map()) {
  const listeners = new Map();
  const net = { isUp: true, asked: [], preloads: 0, skipped: 0 };
  const address = (what) => new URL(what.url ?? what, ORIGIN).href;
  const fetch = async (request) => {
    net.asked.push(request);
    if (!net.isUp) throw new TypeError('failed to fetch');
    return 'from the network';
  };
  const self = {
    SHELL: { version, page: '/offline', files: ['/static/css/base.abc.css'] },
    location: new URL(`${ORIGIN}/sw.js`),
    registration: { navigationPreload: { enable: async () => void net.preloads++ } },
    skipWaiting: async () => void net.skipped++,
    addEventListener: (type, listener) => listeners.set(type, listener),
  };
  const caches = {
    open: async (name) => {
      const cache = kept.get(name) ?? new Map();
      kept.set(name, cache);
      return { addAll: async (all) => all.forEach((one) => cache.set(address(one), `kept ${address(one)}`)) };
    },
    keys: async () => [...kept.keys()],
    delete: async (name) => kept.delete(name),
    match: async (what, { cacheName }) => kept.get(cacheName)?.get(address(what)),
  };
  const Request = class { constructor(url, options) { Object.assign(this, { url: new URL(url, ORIGIN).href, ...options }); } };
  runInNewContext(SOURCE, { self, caches, fetch, URL, Request, Response: { error: () => 'network error' } });
  const happens = async (type, event = {}) => {
    let work;
    listeners.get(type)({ waitUntil: (promise) => (work = promise), respondWith: (promise) => (work = promise), ...event });
    return work;
  };
  return { net, kept, happens };
}

const asks = (url, mode = 'no-cors', method = 'GET') => ({ request: { url, mode, method } });

/** A page whose address, with a key in it, is nobody's business. */
const page = () => ({
  method: 'GET',
  mode: 'navigate',
  get url() {
    throw new Error('the worker looked at the address of a page');
  },
});

test('it keeps the offline page and its files, and begins at once', async () => {
  const { net, kept, happens } = world();
  await happens('install');
  assert.deepEqual([...kept.get('shell-one').keys()], [`${ORIGIN}/offline`, FILE]);
  await happens('activate');
  assert.deepEqual([net.skipped, net.preloads], [1, 1]);
});

test('a new version takes the place of the old one, and leaves what is not its own', async () => {
  const { kept, happens } = world('one', new Map([["another's", new Map()]]));
  await happens('install');
  await happens('activate');
  const next = world('two', kept);
  await next.happens('install');
  await next.happens('activate');
  assert.deepEqual([...kept.keys()], ["another's", 'shell-two']);
});

test('pages come from the network, and nothing of them is kept or looked at', async () => {
  const { net, kept, happens } = world();
  await happens('install');
  const before = [...kept.get('shell-one').keys()];
  assert.equal(await happens('fetch', { request: page() }), 'from the network');
  assert.equal(await happens('fetch', { request: page(), preloadResponse: Promise.resolve('asked for before') }), 'asked for before');
  assert.equal(net.asked.length, 1);
  net.isUp = false;
  assert.equal(await happens('fetch', { request: page() }), `kept ${ORIGIN}/offline`);
  const lost = Promise.reject(new TypeError('failed to fetch'));
  assert.equal(await happens('fetch', { request: page(), preloadResponse: lost }), `kept ${ORIGIN}/offline`);
  assert.deepEqual([...kept.get('shell-one').keys()], before);
});

test('its files are kept for when the network is away, and of all else it keeps out', async () => {
  const { net, happens } = world();
  await happens('install');
  assert.equal(await happens('fetch', asks(FILE)), 'from the network');
  net.isUp = false;
  assert.equal(await happens('fetch', asks(FILE)), `kept ${FILE}`);
  for (const event of [
    asks(`${ORIGIN}/static/js/page/room.abc.js`), asks(`${FILE}?x`), asks(FILE, 'no-cors', 'HEAD'),
    asks(`${ORIGIN}/peers/1/sessions`, 'cors', 'POST'), asks(`${ORIGIN}/admin/login/`, 'navigate', 'POST'),
  ]) {
    assert.equal(await happens('fetch', event), undefined, event.request.url);
  }
});
