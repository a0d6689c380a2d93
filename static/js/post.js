// @ts-check
// How pages post to the service: JSON both ways, and where the service asks for a proof of work, once more with it.

import { solve } from './proof.js';

/** The service is asked no longer than this, each time. */
const FETCH_MS = 15000;
/** A proof may come too late, or to a process that does not know it: then there is a fresh challenge. */
const PROOFS = 3;
const PROOF_NEEDED = 428;

/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status
 * @property {any} said what was in the answer; {} when it was no JSON
 *
 * @typedef {(url: string, init: RequestInit) => Promise<Response>} Send such as `fetch`
 */

/**
 * @param {Send} send
 * @param {string} url
 * @param {Record<string, unknown>} body
 * @returns {Promise<Answer>}
 * @throws when there was no answer
 */
export async function post(send, url, body) {
  let answer = await ask(send, url, body);
  for (let proofs = 0; answer.status === PROOF_NEEDED && proofs < PROOFS; proofs++) {
    const proof = await solve(answer.said.challenge).catch(() => '');
    if (proof === '') {
      return answer;
    }
    answer = await ask(send, url, { ...body, proof });
  }
  return answer;
}

/**
 * @param {Send} send
 * @param {string} url
 * @param {Record<string, unknown>} body
 * @returns {Promise<Answer>}
 */
async function ask(send, url, body) {
  const answer = await send(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    credentials: 'same-origin',
    cache: 'no-store',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(FETCH_MS),
  });
  return { ok: answer.ok, status: answer.status, said: await answer.json().catch(() => ({})) };
}
