// @ts-check
// Why two browsers found no way to each other, judged on one side by what it offered, what it was offered, and what its relay
// answered. No address is kept.

/** @import { Failure } from './call_ends.js' */

/**
 * @typedef {'host' | 'srflx' | 'prflx' | 'relay'} Way
 *
 * @typedef {object} Evidence
 * @property {ReadonlySet<string>} own kinds of ways to this side
 * @property {ReadonlySet<string>} theirs kinds of ways to the other side
 * @property {ReadonlySet<number>} errors what the browser told of its relays (W3C WebRTC 1.0, 4.8.4; RFC 8656)
 * @property {boolean} hasRelay does the service have one?
 * @property {boolean} hide does this side want to be reached by the relay alone?
 */

/** Of TURN: the password is wrong or has ended, or this browser may not use it. */
const REFUSED = [400, 401, 403, 441];
/** Of TURN: as many as it can take, of this user or in all. */
const FULL = [486, 508];
const KIND = / typ (\w+)/;

/**
 * Why there is no connection.
 *
 * @param {Evidence} evidence
 * @returns {Failure}
 */
export function whyNoWay({ own, theirs, errors, hasRelay, hide }) {
  if (own.size === 0) {
    return troubleOf(errors) ?? (hide ? 'relay_silent' : 'no_way_here');
  }
  if (theirs.size === 0) {
    return 'no_way_there';
  }
  if (own.has('relay') || theirs.has('relay')) {
    return 'connection_failed';
  }
  return hasRelay ? (troubleOf(errors) ?? 'relay_unreachable') : 'no_relay';
}

/** @param {ReadonlySet<number>} errors @returns {Failure | null} */
function troubleOf(errors) {
  if (REFUSED.some((code) => errors.has(code))) {
    return 'relay_refused';
  }
  return FULL.some((code) => errors.has(code)) ? 'relay_full' : null;
}

/** Gathers the evidence of one connection. */
export class Ways {
  #pc;
  #hide;
  /** @type {Set<string>} */
  #own = new Set();
  /** @type {Set<string>} */
  #theirs = new Set();
  /** @type {Set<number>} */
  #errors = new Set();

  /** @param {RTCPeerConnection} pc @param {boolean} hide */
  constructor(pc, hide) {
    this.#pc = pc;
    this.#hide = hide;
    pc.onicecandidateerror = ({ errorCode }) => this.#errors.add(errorCode);
  }

  /**
   * @template {(type: 'description' | 'candidate', payload: Record<string, any>) => void} Say
   * @param {Say} say
   * @returns {Say} the same, noting which ways are told
   */
  noting(say) {
    return /** @type {Say} */ ((type, payload) => {
      note(this.#own, type === 'description' ? payload.description?.sdp : payload.candidate?.candidate);
      say(type, payload);
    });
  }

  /** The other side told this description, or this candidate. @param {string | undefined} text */
  hear(text) {
    note(this.#theirs, text);
  }

  /** @returns {Failure} */
  why() {
    const { iceServers = [] } = this.#pc.getConfiguration();
    const hasRelay = iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(url)));
    return whyNoWay({ own: this.#own, theirs: this.#theirs, errors: this.#errors, hasRelay, hide: this.#hide });
  }
}

/** @param {Set<string>} kinds @param {string} [text] */
function note(kinds, text = '') {
  for (const line of text.split(/\r\n|\r|\n/)) {
    const kind = line.includes('candidate:') ? KIND.exec(line)?.[1] : undefined;
    if (kind !== undefined) {
      kinds.add(kind);
    }
  }
}
