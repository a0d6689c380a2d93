import assert from 'node:assert/strict';
import test from 'node:test';

import { post } from '../../static/js/post.js';
import { solve } from '../../static/js/proof.js';

// Made and solved by the library that the service uses.
const CHALLENGE = {
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    cost: 100,
    keyLength: 32,
    keyPrefix: 'efe771d8e44c4981d0caa0d79e284e6e',
    nonce: 'ec16c0ff4c76af48a3bcce1053a23b08',
    salt: '6987ed740e0b112bf902bab1ffe553aa',
    keySignature: '7186f7d8420d2ea634c03ebd2fa0fc7e8384e837626fed0a627872fa3c9e5edd',
    expiresAt: 2000000000,
    data: { for: 'sessions 1' },
  },
  signature: 'ea311b9b19c90a7e67e18a824cdc18f58178c7114edaa6438687acee03f7ccaf',
};
const DERIVED = 'efe771d8e44c4981d0caa0d79e284e6e5609539010a9cc31da59a55f35cdda7b';

/** A service that gives these answers in turn, and remembers what it was asked. */
function service(...answers) {
  const asked = [];
  const send = async (url, init) => {
    asked.push(JSON.parse(init.body));
    const [status, said] = answers.shift();
    return { ok: status < 300, status, json: async () => said };
  };
  return { asked, send };
}

test('the number that the service has in mind is found, and the challenge goes back as it came', async () => {
  const { challenge, solution } = JSON.parse(atob(await solve(CHALLENGE)));
  assert.deepEqual(challenge, CHALLENGE);
  assert.deepEqual(solution, { counter: 37, derivedKey: DERIVED });
});

test('a puzzle of another kind, or without end, is left alone', async () => {
  const changed = (more) => ({ ...CHALLENGE, parameters: { ...CHALLENGE.parameters, ...more } });
  await assert.rejects(solve(changed({ algorithm: 'SCRYPT' })), /unknown puzzle/);
  await assert.rejects(solve(changed({ keyPrefix: 'no hexadecimal' }), 50), /too long/);
  await assert.rejects(solve({}));
});

test('whoever is asked for a proof sends the same again with it', async () => {
  const { asked, send } = service([428, { code: 'proof_needed', challenge: CHALLENGE }], [200, { it: 'works' }]);
  assert.deepEqual(await post(send, '/x', { a: 1 }), { ok: true, status: 200, said: { it: 'works' } });
  assert.deepEqual(asked, [{ a: 1 }, { a: 1, proof: await solve(CHALLENGE) }]);
});

test('a proof that was not taken is made anew, but not for ever', async () => {
  const { asked, send } = service(...Array(9).fill([428, { code: 'proof_needed', challenge: CHALLENGE }]));
  const { ok, status, said } = await post(send, '/x', {});
  assert.deepEqual([ok, status, said.code, asked.length], [false, 428, 'proof_needed', 4]);
});

test('a challenge that cannot be solved is told as it came', async () => {
  for (const challenge of [undefined, {}, { ...CHALLENGE, parameters: { algorithm: 'x' } }]) {
    const { asked, send } = service([428, { code: 'proof_needed', challenge }]);
    assert.equal((await post(send, '/x', {})).said.code, 'proof_needed');
    assert.equal(asked.length, 1);
  }
});

test('an answer that is no JSON is empty, and none is an error', async () => {
  const send = async () => ({ ok: false, status: 502, json: async () => JSON.parse('<') });
  assert.deepEqual(await post(send, '/x', {}), { ok: false, status: 502, said: {} });
  await assert.rejects(post(() => Promise.reject(new TypeError('Failed to fetch')), '/x', {}));
});
