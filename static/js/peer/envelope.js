// @ts-check
// What peers say to each other, as docs/verto.md has it. Everything that comes in is checked here, once.

export const VERSION = 1;
/** A frame may have 64 KiB, and the text is escaped twice on its way into one. */
export const MAX_TEXT = 40 * 1024;
export const MAX_SDP = 32 * 1024;
export const MAX_CANDIDATE = 1024;
export const MAX_NAME = 40;

/**
 * @typedef {'hello' | 'offer' | 'accept' | 'decline' | 'introduce' | 'description' | 'candidate' | 'close'} EnvelopeType
 *
 * @typedef {object} Envelope
 * @property {EnvelopeType} type
 * @property {string | null} dialog null for `hello` alone
 * @property {number} seq
 * @property {Record<string, any>} payload
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DECLINED = ['declined', 'busy', 'full', 'unanswered'];
/** @typedef {'alone' | 'member' | 'introduced'} Standing how a caller stands to the group that it names */
const STANDINGS = ['alone', 'member', 'introduced'];
/** @typedef {'available' | 'busy' | 'away'} Presence what somebody says of themselves; `busy` wants no calls */
const PRESENCES = [undefined, 'available', 'busy', 'away'];
const MAX_INTRODUCED = 32;
/** @typedef {'hangup' | 'failed' | 'left' | 'forged' | 'differs'} CloseReason why a side ends a call */
/** @type {unknown[]} */
export const CLOSED = ['hangup', 'failed', 'left', 'forged', 'differs'];

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** @param {unknown} value */
const isBoolean = (value) => typeof value === 'boolean';

/** @param {unknown} value @param {number} most */
const isText = (value, most) => typeof value === 'string' && value.length <= most;

/** @param {Record<string, any>} payload */
const isDevices = (payload) => isBoolean(payload.video) && isBoolean(payload.audio);

/** @param {unknown} value */
const isUuid = (value) => typeof value === 'string' && UUID.test(value);

/** @param {unknown} value */
const isPeerList = (value) =>
  Array.isArray(value) && value.length <= MAX_INTRODUCED && value.every((id) => isText(id, 64));

/** @param {unknown} candidate */
function isCandidate(candidate) {
  if (candidate === null) {
    return true;
  }
  return (
    isObject(candidate) &&
    isText(candidate.candidate, MAX_CANDIDATE) &&
    (candidate.sdpMid == null || isText(candidate.sdpMid, 64)) &&
    (candidate.sdpMLineIndex == null || Number.isInteger(candidate.sdpMLineIndex)) &&
    (candidate.usernameFragment == null || isText(candidate.usernameFragment, 256))
  );
}

/** @param {unknown} description */
function isDescription(description) {
  return (
    isObject(description) &&
    (description.type === 'offer' || description.type === 'answer') &&
    isText(description.sdp, MAX_SDP)
  );
}

/** @type {Record<EnvelopeType, (payload: Record<string, any>) => boolean>} */
const PAYLOADS = {
  hello: (p) =>
    typeof p.name === 'string' && (p.state === 'free' || p.state === 'busy') && PRESENCES.includes(p.presence) && isBoolean(p.reply),
  offer: (p) => isDevices(p) && isUuid(p.group) && STANDINGS.includes(p.as),
  accept: (p) => isDevices(p) && isUuid(p.group),
  decline: (p) => DECLINED.includes(p.reason),
  introduce: (p) => isPeerList(p.peers),
  description: (p) => isDescription(p.description) && Number.isSafeInteger(p.round) && p.round > 0,
  candidate: (p) => isCandidate(p.candidate),
  close: (p) => CLOSED.includes(p.reason),
};

/**
 * @param {Envelope} envelope
 * @returns {string}
 * @throws {RangeError} when it does not fit into a frame
 */
export function encode({ type, dialog, seq, payload }) {
  const text = JSON.stringify({ v: VERSION, type, dialog, seq, payload });
  if (text.length > MAX_TEXT) {
    throw new RangeError(`A ${type} of ${text.length} characters does not fit`);
  }
  return text;
}

/**
 * @param {unknown} text
 * @returns {Envelope | null} null for whatever is not exactly an envelope
 */
export function decode(text) {
  if (!isText(text, MAX_TEXT)) {
    return null;
  }
  let said;
  try {
    said = JSON.parse(/** @type {string} */ (text));
  } catch {
    return null;
  }
  if (!isObject(said) || said.v !== VERSION || !Object.hasOwn(PAYLOADS, said.type)) {
    return null;
  }
  const type = /** @type {EnvelopeType} */ (said.type);
  const { dialog, seq, payload } = said;
  const named = type === 'hello' ? dialog === null : isUuid(dialog);
  if (!named || !Number.isSafeInteger(seq) || seq < 0 || !isObject(payload) || !PAYLOADS[type](payload)) {
    return null;
  }
  return { type, dialog, seq, payload };
}

/**
 * A name fit to be shown: one line, no control or direction characters, not too long.
 *
 * @param {string} name
 * @returns {string}
 */
export function cleanName(name) {
  const plain = name
    .slice(0, 4 * MAX_NAME)
    .replace(/[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(plain).slice(0, MAX_NAME).join('').trim();
}
