// @ts-check

import { Emitter } from '../emitter.js';
import { fromBase64url, randomBytes, toBase64url } from '../sealing/bytes.js';
import { codeOf, commitTo, proofOf } from '../sealing/compare.js';
import { verify } from '../sealing/visit_key.js';
import { isSame } from './fingerprints.js';

/** @import { Code, Side } from '../sealing/compare.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */
/** @import { Certificates } from './fingerprints.js' */

/**
 * @typedef {object} ComparisonEvents
 * @property {undefined} ready the code is there
 * @property {undefined} forged the other side is not who it says
 *
 * @typedef {object} ComparisonOptions
 * @property {string} channel
 * @property {string} self our client ID
 * @property {VisitKey} key our own
 * @property {string} peer the other's client ID
 * @property {string} visit the visit that sealed the call, in base64url; empty where nothing is sealed
 * @property {() => Promise<Certificates>} certificates
 * @property {(said: Record<string, string>) => void} say over the call's own channel
 */

/**
 * The exchange after which two people have the same code if nobody sits between them
 * (docs/sealing.md, "Comparing"). Both commit before either reveals.
 *
 * @extends {Emitter<ComparisonEvents>}
 */
export class Comparison extends Emitter {
  #o;
  #nonce = randomBytes(32);
  /** @type {Uint8Array<ArrayBuffer> | null} */
  #ownCommit = null;
  /** @type {Uint8Array | null} */
  #commit = null;
  #over = false;
  /** @type {Promise<void>} */
  #line = Promise.resolve();

  /** What to compare; null before it is known. @type {Code | null} */
  code = null;
  /** By whom to remember that it was compared: the other's visit key. */
  visit = '';

  /** @param {ComparisonOptions} options */
  constructor(options) {
    super();
    this.#o = options;
  }

  /** The call's channel is open. */
  start() {
    this.#inTurn(async () => {
      const { own } = await this.#o.certificates();
      const commit = await commitTo(this.#o.channel, this.#ownSide(own));
      this.#o.say({ type: 'commit', commit: toBase64url(commit) });
      this.#ownCommit = commit;
      await this.#reveal();
    });
  }

  /** What the other side says. @param {Record<string, unknown>} said */
  hear(said) {
    if (said.type === 'commit') {
      this.#inTurn(async () => {
        if (this.#commit === null) {
          this.#commit = bytesOf(said.commit);
          await this.#reveal();
        }
      });
    } else if (said.type === 'reveal') {
      this.#inTurn(() => this.#judge(bytesOf(said.nonce), bytesOf(said.visit), bytesOf(said.proof, 64)));
    }
  }

  /** Ours is shown only when both have committed. */
  async #reveal() {
    if (this.#ownCommit !== null && this.#commit !== null) {
      const proof = toBase64url(await this.#o.key.sign(proofOf(this.#ownCommit)));
      this.#o.say({ type: 'reveal', nonce: toBase64url(this.#nonce), visit: this.#o.key.text, proof });
    }
  }

  /** @param {Uint8Array<ArrayBuffer>} nonce @param {Uint8Array<ArrayBuffer>} visit @param {Uint8Array<ArrayBuffer>} proof */
  async #judge(nonce, visit, proof) {
    const { channel, peer } = this.#o;
    const { own, theirs: fingerprint } = await this.#o.certificates();
    const theirs = { client: peer, visit, fingerprint, nonce };
    const commit = await commitTo(channel, theirs);
    const isSealer = this.#o.visit === '' || this.#o.visit === toBase64url(visit);
    if (this.#over || !isSealer || !isSame(commit, this.#commit) || !(await verify(visit, proof, proofOf(commit)))) {
      throw new Error('The commit does not hold');
    }
    this.#over = true;
    this.code = await codeOf(channel, this.#ownSide(own), theirs);
    this.visit = toBase64url(visit);
    this.emit('ready', undefined);
  }

  /** @param {Uint8Array<ArrayBuffer>} fingerprint @returns {Side} */
  #ownSide(fingerprint) {
    return { client: this.#o.self, visit: this.#o.key.bytes, fingerprint, nonce: this.#nonce };
  }

  /** @param {() => Promise<void>} step */
  #inTurn(step) {
    this.#line = this.#line.then(step).catch(() => this.emit('forged', undefined));
  }
}

/** @param {unknown} text @param {number} [length] @returns {Uint8Array<ArrayBuffer>} @throws {Error} unless it is so long */
function bytesOf(text, length = 32) {
  const bytes = typeof text === 'string' ? fromBase64url(text) : null;
  if (bytes?.length !== length) {
    throw new Error('Not what was expected');
  }
  return bytes;
}
