// @ts-check

import { withStandingRole } from './roles.js';

/** Where a description carries this many candidates, something is wrong with it. */
const MAX_CANDIDATES = 200;

/**
 * Perfect negotiation around one RTCPeerConnection (W3C WebRTC 1.0, section 10.7): both sides run
 * the same code, and when two offers cross the polite side takes its own back. Candidates wait
 * until the description they belong to is in place.
 */
export class Negotiation {
  #pc;
  #polite;
  #send;
  #amend;
  #onOffered;
  #onError;
  #mayOffer;
  #makingOffer = false;
  #ignoringOffer = false;
  #answerPending = false;
  #candidates = 0;
  /** Counts the own offers: an answer names the one that it answers. */
  #round = 0;
  /** @type {(RTCIceCandidateInit | null)[]} */
  #early = [];
  /** Remote messages are taken one after the other. */
  #line = Promise.resolve();

  /**
   * @param {object} options
   * @param {RTCPeerConnection} options.pc
   * @param {boolean} options.polite
   * @param {boolean} options.first does this side send the first description?
   * @param {(type: 'description' | 'candidate', payload: Record<string, any>) => void} options.send
   * @param {(sdp: string) => string} [options.amend] what the browser's own descriptions lack
   * @param {() => void} [options.onOffered] the other side's offer is in place, and not answered yet
   * @param {(error: unknown) => void} [options.onError]
   */
  constructor({ pc, polite, first, send, amend = (sdp) => sdp, onOffered = () => {}, onError = () => {} }) {
    this.#pc = pc;
    this.#polite = polite;
    this.#mayOffer = first;
    this.#send = send;
    this.#amend = amend;
    this.#onOffered = onOffered;
    this.#onError = onError;
    pc.onnegotiationneeded = () => this.offer();
    pc.onicecandidate = ({ candidate }) => send('candidate', { candidate: candidate && candidate.toJSON() });
  }

  /** Make an offer, if it is this side's turn. */
  async offer() {
    if (!this.#mayOffer || this.#makingOffer || this.#pc.signalingState !== 'stable') {
      return;
    }
    this.#makingOffer = true;
    try {
      await this.#describe(++this.#round);
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /** Look for a new path. Only for when the path itself failed. */
  restart() {
    this.#pc.restartIce();
    if (this.#pc.signalingState === 'have-local-offer') {
      this.#repeat();
    }
  }

  /** @param {RTCSessionDescriptionInit} description @param {number} round of the offer that it is, or answers */
  receiveDescription(description, round) {
    this.#take(() => this.#setRemote(description, round));
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  receiveCandidate(candidate) {
    this.#take(() => this.#addCandidate(candidate));
  }

  /** @param {() => Promise<void>} step */
  #take(step) {
    this.#line = this.#line.then(step).catch((error) => {
      if (this.#pc.signalingState !== 'closed') {
        this.#onError(error);
      }
    });
  }

  /** @param {RTCSessionDescriptionInit} description @param {number} round */
  async #setRemote(description, round) {
    const pc = this.#pc;
    if (description.type === 'answer' && (pc.signalingState !== 'have-local-offer' || round !== this.#round)) {
      // To an offer that has been replaced since, or taken back.
      return;
    }
    const stable = pc.signalingState === 'stable' || this.#answerPending;
    const collides = description.type === 'offer' && (this.#makingOffer || !stable);
    this.#ignoringOffer = collides && !this.#polite;
    if (this.#ignoringOffer) {
      return;
    }
    this.#answerPending = description.type === 'answer';
    try {
      await pc.setRemoteDescription(description);
    } finally {
      this.#answerPending = false;
    }
    this.#candidates = 0;
    this.#mayOffer = true;
    const early = this.#early.splice(0);
    if (description.type === 'offer') {
      this.#onOffered();
      await this.#describe(round);
    }
    for (const candidate of early) {
      await this.#addCandidate(candidate);
    }
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #addCandidate(candidate) {
    if (++this.#candidates > MAX_CANDIDATES) {
      return;
    }
    if (this.#pc.remoteDescription === null) {
      this.#early.push(candidate);
      return;
    }
    try {
      await this.#pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoringOffer) {
        throw error;
      }
    }
  }

  /** @param {number} round */
  async #describe(round) {
    const pc = this.#pc;
    const { type, sdp = '' } = await (pc.signalingState === 'have-remote-offer' ? pc.createAnswer() : pc.createOffer());
    await pc.setLocalDescription({ type, sdp: this.#amend(sdp) });
    const local = /** @type {RTCSessionDescription} */ (pc.localDescription);
    const said = local.type === 'offer' ? withStandingRole(local.sdp, pc) : local.sdp;
    this.#send('description', { description: { type: local.type, sdp: said }, round });
  }

  /** The offer that stands was never answered: a new one, with the new path, takes its place. */
  async #repeat() {
    try {
      await this.#describe(++this.#round);
    } catch (error) {
      this.#onError(error);
    }
  }
}
