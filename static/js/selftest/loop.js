// @ts-check
// A call of this page with itself: two connections, and everything that goes between two people goes between them.

import { failed, passed, since, within } from './results.js';

/** @import { Figures, Verdict } from './results.js' */

const CONNECT_MS = 12000;
const DATA_MS = 5000;
const MEDIA_MS = 8000;
const LOOK_MS = 100;
/** As a file is cut. */
const PIECE = 16 * 1024;
const PIECES = 16;
/** What is about a codec and none itself. */
const HELPERS = /\/(rtx|red|ulpfec|flexfec-03|telephone-event|CN)$/i;

/**
 * @param {typeof RTCPeerConnection} PeerConnection
 * @param {MediaStreamTrack[]} tracks what there is to send
 * @returns {Promise<Verdict>}
 */
export async function checkLoop(PeerConnection, tracks) {
  const began = performance.now();
  const [near, far] = [new PeerConnection(), new PeerConnection()];
  try {
    const channel = near.createDataChannel('self-test');
    far.ondatachannel = ({ channel: other }) => (other.onmessage = ({ data }) => other.send(data));
    tracks.forEach((track) => near.addTrack(track));
    const connected = opened(channel);
    await connect(near, far);
    if ((await within(connected, CONNECT_MS)) !== true) {
      return failed('not_connected');
    }
    /** @type {Figures} */
    const figures = { ms: since(began), codecs: codecs() };
    figures.roundTripMs = (await within(echoed(channel), DATA_MS)) ?? undefined;
    if (figures.roundTripMs === undefined) {
      return failed('no_data', figures);
    }
    const missing = await within(mediaArrives(far, tracks), MEDIA_MS + LOOK_MS);
    figures.sent = ['data', ...tracks.map(({ kind }) => kind)];
    return missing === true ? passed(figures, tracks.length === 0 ? 'only_data' : '') : failed('no_media', figures);
  } finally {
    near.close();
    far.close();
  }
}

/** @param {RTCPeerConnection} near @param {RTCPeerConnection} far */
async function connect(near, far) {
  const give = (/** @type {RTCPeerConnection} */ to) => (/** @type {RTCPeerConnectionIceEvent} */ { candidate }) =>
    void to.addIceCandidate(candidate ?? undefined).catch(() => {});
  await near.setLocalDescription();
  await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
  near.onicecandidate = give(far);
  far.onicecandidate = give(near);
  await far.setLocalDescription();
  await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
}

/** @param {RTCDataChannel} channel @returns {Promise<boolean>} */
const opened = (channel) =>
  new Promise((resolve) => {
    channel.onopen = () => resolve(true);
    channel.onclose = () => resolve(false);
  });

/** A first word there and back, then a heap of data. @param {RTCDataChannel} channel @returns {Promise<number>} milliseconds of the first */
function echoed(channel) {
  const began = performance.now();
  let roundTrip = 0;
  let back = 0;
  return new Promise((resolve) => {
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => {
      if (typeof data === 'string') {
        roundTrip = since(began);
        for (let piece = 0; piece < PIECES; piece++) {
          channel.send(new Uint8Array(PIECE));
        }
      } else {
        back += data.byteLength;
        back === PIECE * PIECES && resolve(roundTrip);
      }
    };
    channel.send('?');
  });
}

/** Does everything that is sent arrive at the other end? @param {RTCPeerConnection} pc @param {MediaStreamTrack[]} tracks */
async function mediaArrives(pc, tracks) {
  const ends = performance.now() + MEDIA_MS;
  while (performance.now() < ends) {
    const stats = [...(await pc.getStats()).values()].filter(({ type }) => type === 'inbound-rtp');
    const arrives = (/** @type {string} */ kind) =>
      stats.some((item) => item.kind === kind && (kind === 'video' ? item.framesDecoded > 0 : item.packetsReceived > 0));
    if (tracks.every(({ kind }) => arrives(kind))) {
      return true;
    }
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  return false;
}

/** @returns {Record<string, string[]>} */
function codecs() {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const kind of ['audio', 'video']) {
    const all = globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs ?? [];
    const names = all.map(({ mimeType }) => mimeType).filter((name) => !HELPERS.test(name));
    found[kind] = [...new Set(names.map((name) => name.split('/')[1] ?? name))];
  }
  return found;
}
