// @ts-check
// What a connection is like, from what the browser counts. Pure: reports in, plain values out, and no address in them.

import { isOfScreen } from './places.js';

/**
 * @typedef {'audio' | 'video'} Kind
 * @typedef {'direct' | 'relayed'} Path
 * @typedef {{width: number, height: number, frames: number}} Picture frames a second
 *
 * @typedef {object} Way
 * @property {Path | null} path null as long as there is none
 * @property {string} transport `udp`, `tcp`, or `tls` to a relay; empty where the browser keeps it to itself
 * @property {number | null} seconds how long a round trip takes
 *
 * @typedef {object} Flow what has gone one way since the beginning
 * @property {number} packets
 * @property {number} lost
 * @property {number} bytes
 * @property {string} codec
 * @property {Picture | null} picture
 *
 * @typedef {object} Told what the other side said last
 * @property {number} loss share of our packets that it missed since it last said so
 * @property {number} seconds how long the round trip took
 * @property {number} at when it said so, in milliseconds
 *
 * @typedef {object} Counts
 * @property {number} at milliseconds
 * @property {Record<Kind, Flow>} in
 * @property {Record<Kind, Flow>} out
 * @property {Record<Kind, Told | null>} told
 *
 * @typedef {Way & Counts} Tally what the browser has counted up to a moment
 *
 * @typedef {object} Stream
 * @property {number} bits a second
 * @property {number | null} loss from 0 to 1; null when nothing went
 * @property {string} sound codec
 * @property {string} video codec
 * @property {Picture | null} picture
 *
 * @typedef {Way & {in: Stream, out: Stream, voice: number}} Quality between two moments; `voice`: packets of sound a second that came
 */

/** @returns {Record<Kind, Flow>} */
const nothing = () => ({
  audio: { packets: 0, lost: 0, bytes: 0, codec: '', picture: null },
  video: { packets: 0, lost: 0, bytes: 0, codec: '', picture: null },
});

/**
 * @param {ReadonlyMap<string, any>} stats of an RTCPeerConnection
 * @param {number} at milliseconds
 * @returns {Tally}
 */
export function tallyOf(stats, at) {
  /** @type {Counts} */
  const counts = { at, in: nothing(), out: nothing(), told: { audio: null, video: null } };
  for (const report of stats.values()) {
    const kind = report.kind === 'audio' ? 'audio' : 'video';
    if (report.type === 'inbound-rtp') {
      add(counts.in[kind], stats, report, report.packetsReceived, report.bytesReceived);
    } else if (report.type === 'outbound-rtp') {
      add(counts.out[kind], stats, report, report.packetsSent, report.bytesSent);
    } else if (report.type === 'remote-inbound-rtp' && !isOfScreen(stats.get(report.localId)?.mid)) {
      // The voice is what matters most, and a screen says nothing of it.
      counts.told[kind] = { loss: report.fractionLost ?? 0, seconds: report.roundTripTime ?? 0, at: report.timestamp };
    }
  }
  return { ...wayOf(stats, counts.told), ...counts };
}

/**
 * @param {Tally} before
 * @param {Tally} now
 * @returns {Quality}
 */
export function between(before, now) {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const [came, lost] = [grown(before.in, now.in, 'packets'), grown(before.in, now.in, 'lost')];
  return {
    path: now.path,
    transport: now.transport,
    seconds: now.seconds,
    voice: Math.max(0, now.in.audio.packets - before.in.audio.packets) / seconds,
    in: { ...streamOf(before.in, now.in, seconds), loss: came + lost > 0 ? lost / (came + lost) : null },
    out: { ...streamOf(before.out, now.out, seconds), loss: lossTold(before, now) },
  };
}

/** @param {Flow} flow @param {ReadonlyMap<string, any>} stats @param {any} report @param {number} [packets] @param {number} [bytes] */
function add(flow, stats, report, packets = 0, bytes = 0) {
  flow.packets += packets;
  flow.bytes += bytes;
  flow.lost += Math.max(0, report.packetsLost ?? 0);
  flow.codec ||= (stats.get(report.codecId)?.mimeType ?? '').replace(/^\w+\//, '');
  const { frameWidth: width = 0, frameHeight: height = 0, framesPerSecond: frames = 0 } = report;
  if (width * height > (flow.picture?.width ?? 0) * (flow.picture?.height ?? 0)) {
    flow.picture = { width, height, frames: Math.round(frames) };
  }
}

/** @param {ReadonlyMap<string, any>} stats @param {Record<Kind, Told | null>} told @returns {Way} */
function wayOf(stats, told) {
  const pair = pairOf(stats);
  const [own, theirs] = [stats.get(pair?.localCandidateId), stats.get(pair?.remoteCandidateId)];
  if (own === undefined) {
    return { path: null, transport: '', seconds: null };
  }
  const isRelayed = own.candidateType === 'relay' || theirs?.candidateType === 'relay';
  return {
    path: isRelayed ? 'relayed' : 'direct',
    transport: (own.candidateType === 'relay' && own.relayProtocol) || own.protocol || '',
    seconds: pair.currentRoundTripTime ?? told.audio?.seconds ?? told.video?.seconds ?? null,
  };
}

/** The pair in use: Chromium and Safari name it in the transport, Firefox marks it. @param {ReadonlyMap<string, any>} stats */
function pairOf(stats) {
  const reports = [...stats.values()];
  const named = reports.find(({ type, selectedCandidatePairId: id }) => type === 'transport' && stats.has(id));
  return named === undefined
    ? reports.find(({ type, selected, nominated, state }) => type === 'candidate-pair' && (selected ?? (nominated && state === 'succeeded')))
    : stats.get(named.selectedCandidatePairId);
}

/** @param {Record<Kind, Flow>} before @param {Record<Kind, Flow>} now @param {'packets' | 'lost' | 'bytes'} what */
const grown = (before, now, what) =>
  Math.max(0, now.audio[what] - before.audio[what]) + Math.max(0, now.video[what] - before.video[what]);

/** @param {Record<Kind, Flow>} before @param {Record<Kind, Flow>} now @param {number} seconds @returns {Omit<Stream, 'loss'>} */
function streamOf(before, now, seconds) {
  const isMoving = now.video.bytes > before.video.bytes;
  return {
    bits: (grown(before, now, 'bytes') * 8) / seconds,
    sound: now.audio.bytes > before.audio.bytes ? now.audio.codec : '',
    video: isMoving ? now.video.codec : '',
    picture: isMoving ? now.video.picture : null,
  };
}

/** The other side tells a share for each kind; one of which nothing was sent does not count. @param {Tally} before @param {Tally} now */
function lossTold(before, now) {
  let [sent, missed] = [0, 0];
  for (const kind of /** @type {const} */ (['audio', 'video'])) {
    const packets = now.told[kind] === null ? 0 : Math.max(0, now.out[kind].packets - before.out[kind].packets);
    sent += packets;
    missed += packets * (now.told[kind]?.loss ?? 0);
  }
  return sent > 0 ? missed / sent : null;
}

const BAD = { loss: 0.3, seconds: 1.5, voice: 10 };
const FINE = { loss: 0.1, seconds: 1, voice: 20 };
/** It takes this long to believe that all is well again. */
const FINE_MS = 10_000;

/** Is a connection weak? What is neither bad nor fine changes nothing, so that the word does not flicker. */
export class Weakness {
  /** Since when all is well. @type {number | null} */
  #fine = null;

  isWeak = false;

  /**
   * @param {Quality} quality of the last seconds
   * @param {boolean} isHeard should there be sound?
   * @param {number} at milliseconds
   */
  hear(quality, isHeard, at) {
    if (isAtLeast(quality, BAD, isHeard)) {
      this.#fine = null;
      this.isWeak = true;
    } else if (isAtLeast(quality, FINE, isHeard)) {
      this.#fine = null;
    } else {
      this.#fine ??= at;
      this.isWeak &&= at - this.#fine < FINE_MS;
    }
  }
}

/** Is it as bad as this, or worse? @param {Quality} quality @param {typeof BAD} limit @param {boolean} isHeard */
function isAtLeast({ in: coming, out, seconds, voice }, limit, isHeard) {
  const loss = Math.max(coming.loss ?? 0, out.loss ?? 0);
  return loss >= limit.loss || (seconds ?? 0) >= limit.seconds || (isHeard && voice < limit.voice);
}
