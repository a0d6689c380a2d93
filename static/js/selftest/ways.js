// @ts-check
// Which ways to itself a browser finds, and whether the relay lets it in. Kinds and counts are kept, addresses are not.

import { failed, passed, since, skipped, within } from './results.js';

/** @import { RelayWay, Transport, Verdict } from './results.js' */

/** Browsers ask a STUN server for up to 9 seconds; who answers does so in a fraction of one. */
const GATHER_MS = 8000;
/** STUN and TURN (RFC 8489, RFC 8656), and what browsers say where no answer came. */
const NO_ANSWER = 701;
const REFUSALS = [400, 401, 403, 437, 438, 441];
const FULL = [486, 508];

/** @type {Transport[]} */
const TRANSPORTS = ['udp', 'tcp', 'tls'];

/**
 * @typedef {object} Gathered
 * @property {Record<string, number>} kinds how many candidates of each
 * @property {number | null} relayMs until the relay had given a place
 * @property {number[]} errors codes
 */

/**
 * @param {typeof RTCPeerConnection} PeerConnection
 * @param {RTCIceServer[]} iceServers
 * @returns {Promise<Verdict>}
 */
export async function checkWays(PeerConnection, iceServers) {
  const began = performance.now();
  const stun = iceServers.flatMap((server) => urlsOf(server)).filter((url) => /^stuns?:/i.test(url));
  const { kinds, errors } = await gather(PeerConnection, { iceServers: stun.map((urls) => ({ urls })) });
  const { host = 0, srflx = 0 } = kinds;
  const figures = { ms: since(began), host, srflx, errors };
  return host + srflx === 0 ? failed('no_way', figures) : passed(figures);
}

/**
 * Each way to the relay by itself: by UDP, by TCP and by TLS, as far as the service has it.
 *
 * @param {typeof RTCPeerConnection} PeerConnection
 * @param {'none' | 'kept' | 'given'} relay
 * @param {RTCIceServer[]} iceServers
 * @returns {Promise<Verdict>}
 */
export async function checkRelay(PeerConnection, relay, iceServers) {
  if (relay !== 'given') {
    return skipped(relay === 'kept' ? 'relay_kept' : 'no_relay');
  }
  const tried = TRANSPORTS.map(async (by) => {
    const servers = iceServers.flatMap((server) => {
      const urls = urlsOf(server).filter((url) => transportOf(url) === by);
      return urls.length === 0 ? [] : [{ ...server, urls }];
    });
    return servers.length === 0 ? [] : [await tryRelay(PeerConnection, by, servers)];
  });
  const relays = (await Promise.all(tried)).flat();
  const works = relays.filter(({ code }) => code === '');
  if (works.length === 0) {
    return failed(relays[0]?.code ?? 'relay_unreachable', { relays });
  }
  return passed({ relays }, works.length < relays.length ? 'relay_partly' : '');
}

/** @param {string} url @returns {Transport | null} null where it is no relay */
export function transportOf(url) {
  if (/^turns:/i.test(url)) {
    return 'tls';
  }
  if (!/^turn:/i.test(url)) {
    return null;
  }
  return /[?&]transport=tcp\b/i.test(url) ? 'tcp' : 'udp';
}

/** @param {RTCIceServer} server */
const urlsOf = ({ urls }) => (typeof urls === 'string' ? [urls] : urls);

/**
 * @param {typeof RTCPeerConnection} PeerConnection
 * @param {Transport} by
 * @param {RTCIceServer[]} iceServers
 * @returns {Promise<RelayWay>}
 */
async function tryRelay(PeerConnection, by, iceServers) {
  const { relayMs, errors } = await gather(PeerConnection, { iceServers, iceTransportPolicy: 'relay' });
  return { by, ms: relayMs, code: relayMs === null ? relayTrouble(errors) : '' };
}

/** A refusal says more than a silence. @param {number[]} errors */
export function relayTrouble(errors) {
  if (errors.some((code) => REFUSALS.includes(code))) {
    return 'relay_refused';
  }
  if (errors.some((code) => FULL.includes(code))) {
    return 'relay_full';
  }
  return errors.some((code) => code !== NO_ANSWER) ? 'relay_failed' : 'relay_unreachable';
}

/**
 * @param {typeof RTCPeerConnection} PeerConnection
 * @param {RTCConfiguration} configuration
 * @returns {Promise<Gathered>}
 */
async function gather(PeerConnection, configuration) {
  const began = performance.now();
  /** @type {Gathered} */
  const found = { kinds: {}, relayMs: null, errors: [] };
  const pc = new PeerConnection(configuration);
  try {
    pc.onicecandidateerror = ({ errorCode }) => found.errors.push(errorCode);
    const done = new Promise((resolve) => {
      pc.onicecandidate = ({ candidate }) => {
        const kind = /** @type {string | null | undefined} */ (candidate?.type);
        if (kind) {
          found.kinds[kind] = (found.kinds[kind] ?? 0) + 1;
          found.relayMs ??= kind === 'relay' ? since(began) : null;
        }
        // One place at the relay is enough; the others would only be waited for.
        (candidate === null || kind === 'relay') && resolve(undefined);
      };
    });
    pc.createDataChannel('');
    await pc.setLocalDescription();
    await within(done, GATHER_MS);
  } finally {
    pc.onicecandidate = pc.onicecandidateerror = null;
    pc.close();
  }
  return found;
}
