// @ts-check
// Sealed messages: docs/sealing.md, "A sealed message". Pure but for the key that is derived once for each sender.

import { fromBase64url, join, sha256, toBase64url, utf8 } from './bytes.js';
import { verify } from './visit_key.js';

/** @import { VisitKey } from './visit_key.js' */

const PREFIX = '1.';
const IV = 12;
const TAG = 16;
const STEP = 256;
const MAX_STEPS = 160;
/** Before what is said: visit 32, counter 8, signature 64, length 4. */
const HEAD = 108;
const MAX_SENDERS = 512;

/** What may be said in one message, in bytes. */
export const MAX_SAID = STEP * MAX_STEPS - HEAD;
/** The receiver of a broadcast. */
export const EVERYBODY = '*';
const NO_VISIT = new Uint8Array(32);

/** @typedef {'unsealed' | 'bad_tag' | 'bad_padding' | 'bad_signature' | 'wrong_visit' | 'replayed'} Refusal */

/** A message that is not to be believed. */
export class Refused extends Error {
  /** @param {Refusal} reason */
  constructor(reason) {
    super(reason);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/**
 * @typedef {object} Way how a message goes
 * @property {string} from the sender's client ID
 * @property {string} to the receiver's client ID, or EVERYBODY
 * @property {Uint8Array<ArrayBuffer>} [toVisit] the receiver's visit key; none for a broadcast
 *
 * @typedef {object} Opened
 * @property {Uint8Array<ArrayBuffer>} visit
 * @property {number} counter not checked yet, as who may speak is not
 * @property {Uint8Array<ArrayBuffer>} said
 */

/** Seals and opens the messages of one channel. */
export class Sealer {
  #base;
  #channel;
  #salt;
  /** @type {Map<string, Promise<CryptoKey>>} */
  #keys = new Map();

  /** @param {CryptoKey} base the channel's key, of `link.js` @param {string} channel */
  constructor(base, channel) {
    this.#base = base;
    this.#channel = channel;
    this.#salt = sha256(utf8(channel));
  }

  /**
   * @param {Way} way
   * @param {VisitKey} visit our own
   * @param {number} counter
   * @param {Uint8Array<ArrayBuffer>} iv
   * @param {string} text
   * @returns {Promise<string>}
   * @throws {RangeError} when it is too long
   */
  async seal(way, visit, counter, iv, text) {
    const said = utf8(text);
    if (said.length > MAX_SAID) {
      throw new RangeError(`${said.length} bytes do not fit into a message`);
    }
    const aad = this.#aad(way);
    const signature = await visit.sign(join(aad, '\n', visit.bytes, eight(counter), said));
    const head = join(visit.bytes, eight(counter), signature, four(said.length));
    const plain = new Uint8Array(Math.ceil((HEAD + said.length) / STEP) * STEP);
    plain.set(head);
    plain.set(said, HEAD);
    const key = await this.#keyOf(way.from);
    const algorithm = { name: 'AES-GCM', iv, additionalData: aad, tagLength: 8 * TAG };
    return PREFIX + toBase64url(join(iv, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain))));
  }

  /**
   * @param {Way} way
   * @param {unknown} text
   * @returns {Promise<Opened>}
   * @throws {Refused}
   */
  async open(way, text) {
    const whole = unwrap(text);
    const aad = this.#aad(way);
    const plain = await this.#decrypt(way.from, aad, whole);
    const view = new DataView(plain.buffer);
    const length = view.getUint32(HEAD - 4);
    const end = HEAD + length;
    if (end > plain.length || plain.length - end >= STEP || plain.subarray(end).some((byte) => byte !== 0)) {
      throw new Refused('bad_padding');
    }
    const visit = plain.slice(0, 32);
    const said = plain.slice(HEAD, end);
    if (!(await verify(visit, plain.slice(40, 104), join(aad, '\n', visit, plain.subarray(32, 40), said)))) {
      throw new Refused('bad_signature');
    }
    return { visit, counter: Number(view.getBigUint64(32)), said };
  }

  /** @param {string} from @param {Uint8Array<ArrayBuffer>} aad @param {Uint8Array<ArrayBuffer>} whole */
  async #decrypt(from, aad, whole) {
    const key = await this.#keyOf(from);
    const algorithm = { name: 'AES-GCM', iv: whole.slice(0, IV), additionalData: aad, tagLength: 8 * TAG };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, whole.subarray(IV)));
    } catch {
      throw new Refused('bad_tag');
    }
  }

  /** @param {Way} way */
  #aad({ from, to, toVisit = NO_VISIT }) {
    return utf8(`pbx-peers sealed 1\n${this.#channel}\n${from}\n${to}\n${toBase64url(toVisit)}`);
  }

  /** @param {string} from */
  #keyOf(from) {
    let key = this.#keys.get(from);
    if (key === undefined) {
      key = this.#derive(from);
      this.#keys.set(from, key);
      if (this.#keys.size > MAX_SENDERS) {
        this.#keys.delete(/** @type {string} */ (this.#keys.keys().next().value));
      }
    }
    return key;
  }

  /** @param {string} from */
  async #derive(from) {
    const how = { name: 'HKDF', hash: 'SHA-256', salt: await this.#salt, info: utf8(`pbx-peers seal 1 ${from}`) };
    return crypto.subtle.deriveKey(how, this.#base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }
}

/** @param {unknown} text */
function unwrap(text) {
  const longest = Math.ceil(((IV + STEP * MAX_STEPS + TAG) * 4) / 3) + PREFIX.length;
  if (typeof text !== 'string' || text.length > longest || !text.startsWith(PREFIX)) {
    throw new Refused('unsealed');
  }
  const whole = fromBase64url(text.slice(PREFIX.length));
  const length = (whole?.length ?? 0) - IV - TAG;
  if (whole === null || length <= 0 || length % STEP !== 0) {
    throw new Refused('unsealed');
  }
  return whole;
}

/** @param {number} value */
function eight(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** @param {number} value */
function four(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
