import assert from 'node:assert/strict';
import test from 'node:test';

import { Comparison } from '../../static/js/peer/comparison.js';
import { randomBytes } from '../../static/js/sealing/bytes.js';
import { makeVisitKey } from '../../static/js/sealing/visit_key.js';
import { worked } from './fakes.js';

const CHANNEL = '3f0f4b7e-8f43-4be4-9bb9-3a6a3a6f2b11';

/** Two sides of a call, with what each sees of the other's certificate. */
async function sides({ alters = (said) => said, aliceSees, sealedBy = '' } = {}) {
  const [aliceKey, bobKey] = [await makeVisitKey(), await makeVisitKey()];
  const [aliceCertificate, bobCertificate] = [randomBytes(32), randomBytes(32)];
  const said = [];
  const make = (self, peer, key, own, theirs, visit, other) => {
    const comparison = new Comparison({
      channel: CHANNEL, self, peer, key, visit,
      certificates: async () => ({ own, theirs }),
      say: (words) => {
        said.push([self, words.type]);
        [alters({ ...words }, self)].flat().forEach((one) => other().hear(one));
      },
    });
    comparison.events = [];
    comparison.on('ready', () => comparison.events.push('ready'));
    comparison.on('forged', () => comparison.events.push('forged'));
    return comparison;
  };
  const alice = make('a', 'b', aliceKey, aliceCertificate, aliceSees ?? bobCertificate, sealedBy, () => bob);
  const bob = make('b', 'a', bobKey, bobCertificate, aliceCertificate, '', () => alice);
  return { alice, bob, said, aliceKey, bobKey };
}

async function compared(options) {
  const both = await sides(options);
  both.alice.start();
  both.bob.start();
  await worked();
  return both;
}

test('two who negotiated with each other have the same code, and nobody reveals before both have committed', async () => {
  const { alice, bob, said, bobKey } = await compared();
  assert.deepEqual([alice.events, bob.events], [['ready'], ['ready']]);
  assert.deepEqual(alice.code, bob.code);
  assert.equal(alice.visit, bobKey.text);
  const order = said.map(([, type]) => type);
  assert.ok(order.lastIndexOf('commit') < order.indexOf('reveal'), order.join());
});

test('whoever sees another certificate than the other side has ends the call', async () => {
  const { alice, bob } = await compared({ aliceSees: randomBytes(32) });
  assert.deepEqual([alice.events, alice.code], [['forged'], null]);
  assert.deepEqual(bob.events, ['ready']);
});

test('the visit that sealed the call is the one that has to answer', async () => {
  const { alice } = await compared({ sealedBy: (await makeVisitKey()).text });
  assert.deepEqual(alice.events, ['forged']);
});

for (const [what, alter] of Object.entries({
  'a changed nonce': (said) => (said.type === 'reveal' ? { ...said, nonce: `A${said.nonce.slice(1)}` === said.nonce ? `B${said.nonce.slice(1)}` : `A${said.nonce.slice(1)}` } : said),
  'a proof of nobody': (said) => (said.type === 'reveal' ? { ...said, proof: 'A'.repeat(86) } : said),
  'a commit that is none': (said) => (said.type === 'commit' ? { ...said, commit: 7 } : said),
  'a reveal without a commit': (said) => (said.type === 'commit' ? [] : said),
  'silence': (said, self) => (self === 'b' ? [] : said),
})) {
  test(`no code comes from ${what}`, async () => {
    const { alice, bob } = await compared({ alters: alter });
    assert.equal(alice.code, null);
    assert.ok(!alice.events.includes('ready') && (bob.code === null || what === 'silence'));
  });
}

test('only the first commit counts', async () => {
  const { alice, bob } = await compared({
    alters: (said) => (said.type === 'commit' ? [said, { ...said, commit: 'A'.repeat(43) }] : said),
  });
  assert.deepEqual([alice.events, bob.events], [['ready'], ['ready']]);
});

test('the key of another visit cannot be shown', async () => {
  const stolen = (await makeVisitKey()).text;
  const { alice } = await compared({ alters: (said, self) => (self === 'b' && said.type === 'reveal' ? { ...said, visit: stolen } : said) });
  assert.deepEqual(alice.events, ['forged']);
});
