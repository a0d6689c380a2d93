// @ts-check

import { Emitter } from '../emitter.js';
import { Comparison } from './comparison.js';
import { Control } from './control.js';
import { certificatesOf, fingerprintIn, isSame, remoteFingerprint } from './fingerprints.js';
import { Negotiation } from './negotiation.js';
import { Recovery } from './recovery.js';

/** @import { ComparisonOptions } from './comparison.js' */
/** @import { Sending } from './control.js' */
/** @import { CloseReason } from './envelope.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */

/** Time for the other side's last word to arrive after its connection was cut. */
const LAST_WORD_MS = 1000;
/** A new path does not wait longer than this for fresh relay credentials. */
const RENEW_MS = 1500;

/**
 * @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks
 *
 * @typedef {object} ConnectionEvents
 * @property {undefined} up media flows
 * @property {undefined} down media stopped, a new path is being looked for
 * @property {undefined} failed no path was found
 * @property {{reason: CloseReason}} closed the other side ended the call over the connection itself
 * @property {undefined} forged somebody else is at the other end
 * @property {undefined} change what the other side sends has changed, or the code to compare is there
 *
 * @typedef {object} ConnectionOptions
 * @property {boolean} polite
 * @property {boolean} first does this side send the first description?
 * @property {Tracks} tracks
 * @property {Sending} sending
 * @property {VisitKey | null} key our own, where the browser can have one
 * @property {Pick<ComparisonOptions, 'channel' | 'self' | 'peer' | 'visit'>} between who talks to whom
 * @property {RTCIceServer[]} iceServers
 * @property {() => Promise<RTCIceServer[]>} renewIce
 * @property {(type: 'description' | 'candidate', payload: Record<string, any>) => void} send
 * @property {typeof RTCPeerConnection} [PeerConnection]
 */

/**
 * The media path to one peer. Made only after *accept*, for gathering starts with it.
 *
 * @extends {Emitter<ConnectionEvents>}
 */
export class Connection extends Emitter {
  #pc;
  #negotiation;
  #recovery;
  #control;
  #renewIce;
  /** The certificate that the other side's first description named. @type {Uint8Array<ArrayBuffer> | null} */
  #named = null;
  /** Tracks that came before it was known who sends them. @type {MediaStreamTrack[] | null} */
  #early = [];
  /** Groups what we send, so that sound and picture stay together. */
  #own = new MediaStream();

  /** What the other side sends. */
  stream = new MediaStream();
  /** @type {Comparison | null} */
  comparison = null;
  /** What the other side says it is sending. @type {Sending} */
  sending = { microphone: true, camera: true, screen: false };

  /** @param {ConnectionOptions} options */
  constructor({ polite, first, tracks, sending, key, between, iceServers, renewIce, send, PeerConnection = RTCPeerConnection }) {
    super();
    this.#renewIce = renewIce;
    // One transport for everything, and its candidates are looked for before the descriptions meet.
    const pc = new PeerConnection({ iceServers, bundlePolicy: 'max-bundle', iceCandidatePoolSize: 1 });
    this.#pc = pc;
    pc.ontrack = ({ track }) => this.#hearTrack(track);
    this.#negotiation = new Negotiation({ pc, polite, first, send });
    this.#control = new Control(pc);
    this.#control.on('sending', (theirs) => this.#hearSending(theirs));
    this.#control.on('closed', (end) => this.emit('closed', end));
    this.#control.on('cut', () => setTimeout(() => this.emit('closed', { reason: 'left' }), LAST_WORD_MS));
    if (key !== null) {
      this.#compare(key, between);
    }
    this.#recovery = new Recovery({
      pc,
      polite,
      restart: () => this.#restart(),
      onUp: () => this.#admit(),
      onDown: () => this.emit('down', undefined),
      onFailed: () => this.emit('failed', undefined),
    });
    this.#addTracks(tracks, first);
    this.saySending(sending);
    if (first) {
      this.#negotiation.offer();
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  receiveDescription(description) {
    const named = fingerprintIn(description.sdp ?? '');
    this.#named ??= named;
    if (!isSame(named, this.#named)) {
      this.emit('forged', undefined);
      return;
    }
    this.#negotiation.receiveDescription(description);
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  receiveCandidate(candidate) {
    this.#negotiation.receiveCandidate(candidate);
  }

  /** The other side can be reached again. */
  chance() {
    this.#recovery.chance();
  }

  /** Send these from now on. @param {Tracks} tracks */
  setTracks(tracks) {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      this.#setTrack(kind, tracks[kind]);
    }
  }

  /** @param {Sending} sending */
  saySending(sending) {
    this.#control.saySending(sending);
  }

  /** @param {CloseReason} reason */
  sayClosed(reason) {
    this.#control.sayClosed(reason);
  }

  /** @returns {Promise<RTCStatsReport>} */
  stats() {
    return this.#pc.getStats();
  }

  close() {
    this.#recovery.close();
    this.#control.close();
    this.#pc.ontrack = this.#pc.onicecandidate = this.#pc.onnegotiationneeded = null;
    this.#pc.close();
  }

  /**
   * The first side asks for sound and picture even where it has none to give. The other side adds
   * what it has: the first description finds a place for it.
   *
   * @param {Tracks} tracks
   * @param {boolean} first
   */
  #addTracks(tracks, first) {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const track = tracks[kind];
      if (track !== null) {
        this.#pc.addTrack(track, this.#own);
      } else if (first) {
        this.#pc.addTransceiver(kind, { direction: 'recvonly' });
      }
    }
  }

  /** @param {'audio' | 'video'} kind @param {MediaStreamTrack | null} track */
  #setTrack(kind, track) {
    const place = this.#pc.getTransceivers().find((t) => t.receiver.track.kind === kind && t.currentDirection !== 'stopped');
    if (place === undefined) {
      if (track !== null) {
        this.#pc.addTrack(track, this.#own);
      }
      return;
    }
    if (place.sender.track === track) {
      return;
    }
    place.sender.replaceTrack(track).catch(() => {});
    if (track !== null && (place.direction === 'recvonly' || place.direction === 'inactive')) {
      place.sender.setStreams?.(this.#own);
      place.direction = 'sendrecv';
    }
  }

  async #restart() {
    const late = new Promise((resolve) => setTimeout(resolve, RENEW_MS, null));
    const iceServers = await Promise.race([this.#renewIce().catch(() => null), late]);
    if (this.#pc.signalingState === 'closed') {
      return;
    }
    if (iceServers !== null) {
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers });
    }
    this.#negotiation.restart();
  }

  /** Media flows: from the certificate that the descriptions named? Only then is anything shown. */
  async #admit() {
    const used = await remoteFingerprint(this.#pc).catch(() => null);
    if (this.#pc.signalingState === 'closed') {
      return;
    }
    if (!isSame(used, this.#named)) {
      this.emit('forged', undefined);
      return;
    }
    this.#early?.forEach((track) => this.stream.addTrack(track));
    this.#early = null;
    this.emit('up', undefined);
  }

  /** @param {VisitKey} key @param {ConnectionOptions['between']} between */
  #compare(key, between) {
    const certificates = () => certificatesOf(this.#pc);
    const comparison = new Comparison({ ...between, key, certificates, say: (said) => this.#control.say(said) });
    this.comparison = comparison;
    this.#control.on('open', () => comparison.start());
    this.#control.on('comparing', (said) => comparison.hear(said));
    comparison.on('ready', () => this.emit('change', undefined));
    comparison.on('forged', () => this.emit('forged', undefined));
  }

  /** @param {MediaStreamTrack} track */
  #hearTrack(track) {
    if (this.#early === null) {
      this.stream.addTrack(track);
    } else {
      this.#early.push(track);
    }
    track.onmute = track.onunmute = () => this.emit('change', undefined);
    this.emit('change', undefined);
  }

  /** @param {Sending} theirs */
  #hearSending(theirs) {
    this.sending = theirs;
    this.emit('change', undefined);
  }
}
