// @ts-check

import { Emitter } from '../emitter.js';
import { Comparison } from './comparison.js';
import { Control } from './control.js';
import { certificatesOf, fingerprintIn, isSame, remoteFingerprint } from './fingerprints.js';
import { Monitor } from './monitor.js';
import { Negotiation } from './negotiation.js';
import { Pipe } from './pipe.js';
import { hiding, isElsewhere, withoutOwnMachine } from './privacy.js';
import { Receivers } from './receivers.js';
import { Recovery } from './recovery.js';
import { Senders } from './senders.js';
import { inStereo } from './stereo.js';
import { Ways } from './ways.js';

/** @import { Shares } from './budget.js' */
/** @import { ComparisonOptions } from './comparison.js' */
/** @import { Sending } from './control.js' */
/** @import { CloseReason } from './envelope.js' */
/** @import { Tracks } from './places.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */

/** Time for the other side's last word to arrive after its connection was cut. */
const LAST_WORD_MS = 1000;
/** A new path does not wait longer than this for fresh relay credentials. */
const RENEW_MS = 1500;
/** The data channels for texts and for files; `control` has 0. */
const CHAT_ID = 1;
const FILES_ID = 2;

/**
 * @typedef {object} ConnectionEvents
 * @property {undefined} up media flows
 * @property {undefined} down media stopped, a new path is being looked for
 * @property {undefined} failed no path was found
 * @property {{reason: CloseReason}} closed the other side ended the call over the connection itself
 * @property {undefined} forged somebody else is at the other end
 * @property {undefined} change what the other side sends has changed, how the connection is, or the code to compare is there
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
 * @property {() => boolean} canSay can the other side be told something now?
 * @property {boolean} hide keep the own addresses from the other side: everything goes through a relay
 * @property {boolean} local may the other side be on this machine?
 * @property {(type: 'description' | 'candidate', payload: Record<string, any>) => void} send
 * @property {typeof RTCPeerConnection} [PeerConnection]
 */

/** Have the browser load what all its connections share. This makes none, gathers nothing and asks nobody. */
export const warmUp = () => void globalThis.RTCRtpSender?.getCapabilities('video');

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
  #senders;
  #receivers;
  #renewIce;
  #ways;
  #local;
  /** The certificate that the other side's first description named. @type {Uint8Array<ArrayBuffer> | null} */
  #named = null;

  /** @type {Comparison | null} */
  comparison = null;
  /** How the connection is. @type {Monitor} */
  monitor;
  chat;
  files;
  /** What the other side says it is sending. @type {Sending} */
  sending = { microphone: true, camera: true, screen: false };

  /** @param {ConnectionOptions} options */
  constructor({ polite, first, tracks, sending, key, between, send, PeerConnection = RTCPeerConnection, ...ice }) {
    super();
    const { iceServers, hide } = ice;
    this.#renewIce = ice.renewIce;
    this.#local = ice.local;
    const iceTransportPolicy = hide ? 'relay' : 'all';
    // One transport for everything, and its candidates are looked for before the descriptions meet.
    const pc = new PeerConnection({ iceServers, iceTransportPolicy, bundlePolicy: 'max-bundle', iceCandidatePoolSize: 1 });
    this.#pc = pc;
    this.#ways = new Ways(pc, hide);
    const told = this.#ways.noting(send);
    this.#receivers = new Receivers(pc, () => this.emit('change', undefined));
    this.#senders = new Senders(pc, tracks, first);
    const onOffered = () => {
      this.#recovery.followed();
      this.#senders.take();
    };
    this.#negotiation = new Negotiation({ pc, polite, first, send: hide ? hiding(told) : told, amend: inStereo, onOffered });
    this.#control = new Control(pc);
    this.chat = new Pipe(pc, 'chat', CHAT_ID);
    this.files = new Pipe(pc, 'files', FILES_ID);
    this.#control.on('sending', (theirs) => {
      this.sending = theirs;
      this.emit('change', undefined);
    });
    this.#control.on('closed', (end) => this.emit('closed', end));
    this.#control.on('cut', () => setTimeout(() => this.#wasCut(), LAST_WORD_MS));
    this.monitor = new Monitor({
      stats: () => pc.getStats(),
      isHeard: () => this.sending.microphone,
      onChange: () => this.emit('change', undefined),
    });
    if (key !== null) {
      this.#compare(key, between);
    }
    this.#recovery = new Recovery({
      pc,
      polite,
      canSay: ice.canSay,
      restart: () => this.#restart(),
      onUp: () => this.#admit(),
      onDown: () => this.emit('down', undefined),
      onFailed: () => this.emit('failed', undefined),
    });
    this.saySending(sending);
    if (first) {
      this.#negotiation.offer();
    }
  }

  /** @param {RTCSessionDescriptionInit} description @param {number} round */
  receiveDescription({ type, sdp = '' }, round) {
    const named = fingerprintIn(sdp);
    this.#named ??= named;
    if (!isSame(named, this.#named)) {
      this.emit('forged', undefined);
      return;
    }
    this.#ways.hear(sdp);
    this.#negotiation.receiveDescription({ type, sdp: this.#local ? sdp : withoutOwnMachine(sdp) }, round);
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  receiveCandidate(candidate) {
    if (this.#local || isElsewhere(candidate?.candidate ?? '')) {
      this.#ways.hear(candidate?.candidate);
      this.#negotiation.receiveCandidate(candidate);
    }
  }

  /** Why no way was found to the other side. */
  get failure() { return this.#ways.why(); }

  /** The person at the other side: sound and picture. */
  get stream() { return this.#receivers.person; }

  /** What the other side shows beside the camera. */
  get screen() { return this.#receivers.screen; }

  /** How loud is the other side's voice, from 0 to 1? */
  get loudness() { return this.#receivers.loudness; }

  /** The other side can be reached again. */
  chance() { this.#recovery.chance(); }

  /** Look for the next path with these; the one in use stays. @param {RTCIceServer[]} iceServers */
  setIceServers(iceServers) {
    try {
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers });
    } catch {
      // It is over, or the browser does not take them: it goes on with those it has.
    }
  }

  /** Send these from now on. @param {Tracks} tracks */
  setTracks(tracks) { this.#senders.set(tracks); }

  /** What our pictures may use of the uplink. @param {Shares} shares */
  setShares(shares) { this.#senders.limit(shares); }

  /** @param {Sending} sending */
  saySending(sending) { this.#control.saySending(sending); }

  /** @param {CloseReason} reason */
  sayClosed(reason) { this.#control.sayClosed(reason); }

  close() {
    this.#recovery.close();
    this.#control.close();
    this.chat.close();
    this.files.close();
    this.#pc.ontrack = this.#pc.onicecandidate = this.#pc.onnegotiationneeded = null;
    this.#pc.close();
  }

  async #restart() {
    const late = new Promise((resolve) => setTimeout(resolve, RENEW_MS, null));
    const iceServers = await Promise.race([this.#renewIce().catch(() => null), late]);
    if (this.#pc.signalingState === 'closed') {
      return;
    }
    if (iceServers !== null) {
      this.setIceServers(iceServers);
    }
    this.#negotiation.restart();
  }

  /** No word can come any more: the other side has closed its end, or the browser has given up ours for good, as Firefox does. */
  #wasCut() {
    if (this.#pc.signalingState !== 'closed') {
      this.#pc.connectionState === 'failed' ? this.emit('failed', undefined) : this.emit('closed', { reason: 'left' });
    }
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
    this.#receivers.admit();
    this.chat.admit();
    this.files.admit();
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
}
