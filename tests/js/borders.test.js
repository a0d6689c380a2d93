import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const ROOT = new URL('../../static/js/', import.meta.url);
const read = (folder) =>
  readdirSync(new URL(`${folder}/`, ROOT))
    .filter((name) => name.endsWith('.js'))
    .map((name) => [`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8')]);

const LIBRARY = [...read('verto'), ...read('peer'), ...read('sealing'), ...read('qr'), ...read('selftest')];
const ALL = [...LIBRARY, ...read('page'), ...read('admin'), ...read('example'), ...read('.')];

test('verto, peer, sealing, qr and selftest know no page', () => {
  for (const [name, text] of LIBRARY) {
    assert.doesNotMatch(text, /\bdocument\b|\bwindow\b|\blocation\b|page\//, name);
  }
});

/** What each folder may import besides its own; all of them know the emitter. */
const MAY_IMPORT = { peer: ['../sealing/'], selftest: ['../peer/', '../post.js'] };

test('verto and peer do not know each other; peer seals, the self-test uses peer, sealing and qr know neither', () => {
  for (const [name, text] of LIBRARY) {
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => path);
    const allowed = ['./', '../emitter.js', ...(MAY_IMPORT[name.split('/')[0]] ?? [])];
    assert.ok(imported.every((path) => allowed.some((start) => path.startsWith(start))), name);
  }
  for (const [name, text] of read('verto')) {
    assert.doesNotMatch(text, /RTCPeerConnection|MediaStream/, name);
  }
});

test('nothing is written as markup, exported by default, or too long', () => {
  for (const [name, text] of ALL) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/, name);
    assert.doesNotMatch(text, /export default|\balert\(|\bvar /, name);
    assert.ok(text.startsWith('// @ts-check'), name);
    assert.ok(text.split('\n').length <= 250, name);
  }
});

test('pages have no inline script or style', () => {
  for (const name of ['base.html', 'peers/index.html', 'peers/channel.html', 'peers/self_test.html']) {
    const text = readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8');
    assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/, name);
  }
});

/** All modules that this one needs before it can run. */
function neededBy(first) {
  const needed = new Set();
  const follow = (path) => {
    if (!needed.has(path)) {
      needed.add(path);
      const text = readFileSync(new URL(path, ROOT), 'utf8').replace(/\/\*.*?\*\//gs, '');
      for (const [, next] of text.matchAll(/from '([^']+)'/g)) {
        follow(new URL(next, new URL(path, 'file:///')).pathname.slice(1));
      }
    }
  };
  follow(first);
  return [...needed].sort();
}

function listedIn(name) {
  const list = readFileSync(new URL(`../../templates/peers/${name}`, import.meta.url), 'utf8');
  return [...list.matchAll(/modulepreload" href="{% static 'js\/([^']+)'/g)].map(([, path]) => path);
}

test('the pages preload exactly the modules they need', () => {
  assert.deepEqual(listedIn('modules.html'), neededBy('page/channel.js'));
  assert.deepEqual(listedIn('index_modules.html'), neededBy('page/index.js'));
  assert.deepEqual(listedIn('self_test_modules.html'), neededBy('page/self_test.js'));
});

test('what comes before Join is exactly what the door lacks', () => {
  const door = neededBy('page/channel.js');
  assert.deepEqual(listedIn('room_modules.html'), neededBy('page/room.js').filter((path) => !door.includes(path)));
  assert.ok(!door.includes('page/room.js'));
});
