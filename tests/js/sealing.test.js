import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { fromBase64url, textOf, toBase64url, utf8 } from '../../static/js/sealing/bytes.js';
import { codeOf, commitTo, proofOf } from '../../static/js/sealing/compare.js';
import { EMOJI } from '../../static/js/sealing/emoji.js';
import { keyOf, newFragment } from '../../static/js/sealing/link.js';
import { MAX_SAID, Sealer } from '../../static/js/sealing/seal.js';
import { Counters, Speakers } from '../../static/js/sealing/speakers.js';
import { makeVisitKey, verify, visitKeyOf } from '../../static/js/sealing/visit_key.js';

const VECTORS = JSON.parse(readFileSync(new URL('../fixtures/vectors/sealing.json', import.meta.url), 'utf8'));
const hex = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const toHex = (bytes) => Buffer.from(bytes).toString('hex');

const sealerOf = async ({ K, channel }) =>
  new Sealer(await crypto.subtle.importKey('raw', hex(K), 'HKDF', false, ['deriveKey']), channel);
const wayOf = ({ from, to, toVisit }) => ({ from, to, toVisit: hex(toVisit) });

/** RFC 8410: what stands before the seed of an Ed25519 key. */
const PKCS8 = '302e020100300506032b657004220420';
const visitOf = async ({ visitSeed, visit }) =>
  visitKeyOf(await crypto.subtle.importKey('pkcs8', hex(PKCS8 + visitSeed), 'Ed25519', false, ['sign']), hex(visit));

async function reasonOf({ speaker, seen, ...vector }) {
  const speakers = new Speakers();
  const heard = (visit, counter) => speakers.judge(vector.from, toBase64url(hex(visit)), counter, true);
  if (seen.length > 0) {
    // Whatever made this visit known was said before.
    heard(vector.visit, Math.max(1, Math.min(...seen) - 1));
    seen.forEach((counter) => counter > 1 && heard(vector.visit, counter));
  }
  if (speaker !== vector.visit) {
    speakers.unsettle(vector.from);
    if (speaker !== null) {
      heard(speaker, 1);
    }
  }
  try {
    const { visit, counter, said } = await (await sealerOf(vector)).open(wayOf(vector), vector.text);
    const standing = speakers.judge(vector.from, toBase64url(visit), counter, vector.to !== '*');
    // Where the visit speaks already and said nothing yet, as no page can have it.
    if (standing === 'stranger' && speaker !== vector.visit) {
      return 'wrong_visit';
    }
    return textOf(said) === null ? 'bad_padding' : 'accepted';
  } catch (error) {
    return error.reason;
  }
}

test('there are more than a thousand known answers', () => {
  const counted = Object.values(VECTORS).filter(Array.isArray);
  assert.ok(counted.reduce((sum, { length }) => sum + length, 0) > 1000);
});

test('messages are sealed to the byte, and open again', async () => {
  for (const vector of VECTORS.sealed) {
    const sealer = await sealerOf(vector);
    const text = await sealer.seal(wayOf(vector), await visitOf(vector), vector.counter, hex(vector.iv), vector.said);
    assert.equal(text, vector.text);
    const opened = await sealer.open(wayOf(vector), text);
    assert.deepEqual([toHex(opened.visit), opened.counter, textOf(opened.said)], [vector.visit, vector.counter, vector.said]);
  }
});

test('what is not to be believed is refused, under its name', async () => {
  for (const vector of VECTORS.refused) {
    assert.equal(await reasonOf(vector), vector.reason, vector.why);
  }
});

test('counters are taken once, in a window', () => {
  for (const { counters, taken } of VECTORS.windows) {
    const window = new Counters();
    assert.deepEqual(counters.map((counter) => window.take(counter)), taken);
  }
});

test('keys in links: exactly 32 bytes in the one form there is', async () => {
  for (const { fragment, key } of VECTORS.links) {
    assert.equal((await keyOf(fragment)) !== null, key !== null, fragment);
  }
  const made = newFragment();
  assert.match(made, /^#k=[A-Za-z0-9_-]{43}$/);
  assert.notEqual(made, newFragment());
  const imported = await keyOf(made);
  assert.equal(imported.extractable, false);
});

test('commits and codes are the same in both languages, and from both sides', async () => {
  const side = ({ client, visit, fingerprint, nonce }) => ({
    client, visit: hex(visit), fingerprint: hex(fingerprint), nonce: hex(nonce),
  });
  for (const vector of VECTORS.commits) {
    const commit = await commitTo(vector.channel, side(vector));
    assert.equal(toHex(commit), vector.commit);
    assert.equal(toHex(await (await visitOf(vector)).sign(proofOf(commit))), vector.proof);
    assert.equal(await verify(hex(vector.visit), hex(vector.proof), proofOf(commit)), true);
    assert.equal(await verify(hex(vector.visit), hex(vector.proof), commit), false);
  }
  for (const { channel, one, other, emoji, numbers } of VECTORS.codes) {
    const code = await codeOf(channel, side(one), side(other));
    assert.deepEqual([code.emoji, code.numbers], [emoji, numbers]);
    assert.deepEqual(await codeOf(channel, side(other), side(one)), code);
  }
  assert.equal(EMOJI.length, 64);
});

test('what does not fit is not sealed', async () => {
  const [vector] = VECTORS.sealed;
  const sealer = await sealerOf(vector);
  const visit = await makeVisitKey();
  const seal = (said) => sealer.seal({ from: 'a', to: 'b' }, visit, 1, new Uint8Array(12), said);
  assert.ok((await seal('x'.repeat(MAX_SAID))).startsWith('1.'));
  await assert.rejects(seal('x'.repeat(MAX_SAID + 1)), RangeError);
});

test('base64url has one form', () => {
  assert.deepEqual(fromBase64url('_-8'), new Uint8Array([255, 239]));
  for (const spoilt of ['_-9', '_-8=', '/+8', 'a', ' _-8', 'é']) {
    assert.equal(fromBase64url(spoilt), null, spoilt);
  }
  assert.equal(toBase64url(utf8('ÿ')), 'w78');
});

test('a visit speaks for its client until the client leaves or comes', () => {
  const speakers = new Speakers();
  assert.equal(speakers.judge('bob', 'v1', 1, false), 'stranger');
  assert.equal(speakers.settled('bob'), false);
  assert.equal(speakers.judge('bob', 'v1', 2, true), 'new');
  assert.equal(speakers.judge('bob', 'v1', 3, false), 'known');
  assert.throws(() => speakers.judge('bob', 'v2', 1, true), { reason: 'wrong_visit' });
  speakers.unsettle('bob');
  assert.throws(() => speakers.judge('bob', 'v1', 3, false), { reason: 'replayed' });
  assert.equal(speakers.settled('bob'), false);
  assert.equal(speakers.judge('bob', 'v2', 1, true), 'new');
  assert.equal(speakers.last('bob'), 'v2');
  speakers.unsettle('bob');
  assert.throws(() => speakers.judge('bob', 'v1', 4, true), { reason: 'wrong_visit' });
  assert.equal(speakers.judge('bob', 'v2', 2, false), 'known');
});

test('what a visit said before it was known is not played again', () => {
  const speakers = new Speakers();
  assert.equal(speakers.judge('bob', 'v1', 5, true), 'new');
  for (const counter of [1, 4, 5]) {
    assert.throws(() => speakers.judge('bob', 'v1', counter, false), { reason: 'replayed' });
  }
});
