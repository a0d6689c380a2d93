// @ts-check

import { Emitter } from '../emitter.js';
import { CLOSES, DECLINED, DECLINES } from './call_ends.js';
import { after, isMedia } from './call_states.js';

/** @import { Declining, EndReason } from './call_ends.js' */
/** @import { CallState, CallStep } from './call_states.js' */
/** @import { Connection } from './connection.js' */
/** @import { CloseReason, Envelope, EnvelopeType, Standing } from './envelope.js' */

/** How long a call rings. */
export const UNANSWERED_MS = 45000;
/** The caller waits a little longer, so that the side that rings has the first word. */
const CALLER_GRACE_MS = 4000;

/**
 * @typedef {object} CallEvents
 * @property {undefined} change
 * @property {undefined} stopped media stopped, and a new path is being looked for
 * @property {{reason: EndReason, seconds: number}} ended
 * @property {{peers: string[]}} introduced the other side is in a call with these as well
 *
 * @typedef {{video: boolean, audio: boolean}} Devices what a side is going to send
 *
 * @typedef {object} CallPorts
 * @property {(type: EnvelopeType, payload: Record<string, any>) => void} send to the peer, in this dialog
 * @property {(call: Call) => void} met both sides are in this call's group now; called once, at *accept*
 * @property {(call: Call) => Connection} connect makes the connection; called once, after that
 * @property {() => Devices} devices
 */

/**
 * One call with one peer: one dialog from the offer to its end. Nothing is gathered before
 * *accept*. Ends exactly once.
 *
 * @extends {Emitter<CallEvents>}
 */
export class Call extends Emitter {
  #ports;
  /** @type {CallState} */
  #state = 'idle';
  /** @type {any} */
  #timer;
  #lastSeq = -1;
  #ignored = false;

  /** @type {Connection | null} */
  connection = null;
  /** What the other side said it will send. @type {Devices} */
  theirs = { video: false, audio: false };
  /** When media first flowed, in epoch milliseconds; 0 before. */
  since = 0;
  /** @type {'caller' | 'callee'} */
  role = 'caller';
  /** The caller's group, until the other side names its own; and how the caller stands to it. */
  group = '';
  /** @type {Standing} */
  as = 'alone';
  /** @param {string} dialog @param {CallPorts} ports */
  constructor(dialog, ports) {
    super();
    this.dialog = dialog;
    this.#ports = ports;
  }

  get state() { return this.#state; }
  /** Does it ring unheard? Nothing else is different, so nobody else can tell. */
  get isIgnored() { return this.#ignored && this.#state === 'ringing'; }

  /** Call the peer into this group. @param {string} group @param {Standing} as */
  offer(group, as) {
    if (this.#step('offer')) {
      this.group = group;
      this.as = as;
      this.#timer = setTimeout(() => this.#stop('hangup', 'unanswered'), UNANSWERED_MS + CALLER_GRACE_MS);
      this.#ports.send('offer', { ...this.#ports.devices(), group, as });
    }
  }

  /** @param {string} [group] the one that both sides are in from now on, if it is not the caller's */
  accept(group = this.group) {
    if (this.#step('accept')) {
      this.group = group;
      this.#ports.met(this);
      this.#ports.send('accept', { ...this.#ports.devices(), group });
      this.#connect();
    }
  }

  /** Tell the peer who else is in the group. @param {string[]} peers */
  introduce(peers) {
    if (isMedia(this.#state)) {
      this.#ports.send('introduce', { peers });
    }
  }

  /** @param {Declining} [reason] */
  decline(reason = 'declined') {
    if (this.#state === 'ringing') {
      this.#ports.send('decline', { reason });
      this.#end(DECLINED[reason]);
    }
  }

  /** @param {'hangup' | 'left'} [reason] */
  hangUp(reason = 'hangup') {
    if (this.#state === 'ringing') {
      this.decline();
    } else if (this.#state !== 'ended') {
      const cancelled = this.#state === 'offering';
      this.#sayClosed(reason);
      this.#end(cancelled ? 'you_cancelled' : 'you_hung_up');
    }
  }

  /** The two codes are not the same: somebody sits between these two people. */
  differ() {
    if (isMedia(this.#state)) {
      this.#stop('differs', 'codes_differ');
    }
  }

  /** Let it ring unheard, until the caller gives up or the time is over. */
  ignore() {
    this.#ignored = true;
    this.emit('change', undefined);
  }

  /**
   * End it, and say nothing: the peer is gone as far as anyone can tell, or its offer has crossed ours, or is blocked.
   * @param {'yielded' | 'blocked'} [reason]
   */
  abandon(reason) {
    this.#end(reason ?? (this.#state === 'ringing' ? 'missed' : 'they_left'));
  }

  /**
   * A checked message of this dialog from its peer. An older or repeated one is dropped.
   *
   * @param {Envelope} envelope
   */
  receive({ type, seq, payload }) {
    if (seq <= this.#lastSeq) {
      return;
    }
    this.#lastSeq = seq;
    if (type === 'offer') {
      this.#offered(payload);
    } else if (type === 'accept' && this.#step('accepted')) {
      this.theirs = { video: payload.video, audio: payload.audio };
      this.group = payload.group;
      this.#ports.met(this);
      this.#connect();
    } else if (type === 'introduce' && isMedia(this.#state)) {
      this.emit('introduced', { peers: payload.peers });
    } else if (type === 'decline' && this.#state === 'offering') {
      this.#end(DECLINES[payload.reason] ?? 'they_declined');
    } else if (type === 'close') {
      this.#closed(payload.reason);
    } else if (type === 'description') {
      this.connection?.receiveDescription(payload.description, payload.round);
    } else if (type === 'candidate') {
      this.connection?.receiveCandidate(payload.candidate);
    }
  }

  /** @param {Record<string, any>} payload */
  #offered({ video, audio, group, as }) {
    if (this.#step('offered')) {
      this.role = 'callee';
      this.theirs = { video, audio };
      this.group = group;
      this.as = as;
      this.#timer = setTimeout(() => this.decline('unanswered'), UNANSWERED_MS);
    }
  }

  /** @param {string} reason */
  #closed(reason) {
    if (this.#state === 'ringing') {
      this.#end('missed');
    } else if (reason === 'failed') {
      this.#end(this.#failure());
    } else {
      this.#end(CLOSES[reason] ?? 'they_hung_up');
    }
  }

  #connect() {
    clearTimeout(this.#timer);
    const connection = this.#ports.connect(this);
    this.connection = connection;
    connection.on('up', () => {
      this.since ||= Date.now();
      this.#step('media_up');
    });
    connection.on('down', () => this.#step('media_down') && this.emit('stopped', undefined));
    connection.on('change', () => this.emit('change', undefined));
    connection.on('failed', () => this.#stop('failed', this.#failure()));
    connection.on('forged', () => this.#stop('forged', 'not_genuine'));
    connection.on('closed', ({ reason }) => this.#closed(reason));
    this.emit('change', undefined);
  }

  /** @returns {EndReason} */
  #failure() {
    if (this.since > 0) {
      return 'connection_lost';
    }
    return this.connection?.failure ?? 'connection_failed';
  }

  /** @param {CloseReason} said @param {EndReason} reason */
  #stop(said, reason) {
    this.#sayClosed(said);
    this.#end(reason);
  }

  /** @param {CloseReason} reason */
  #sayClosed(reason) {
    this.connection?.sayClosed(reason);
    this.#ports.send('close', { reason });
  }

  /** @param {CallStep} step */
  #step(step) {
    const next = after(this.#state, step);
    if (next === null) {
      return false;
    }
    this.#state = next;
    this.emit('change', undefined);
    return true;
  }

  /** @param {EndReason} reason */
  #end(reason) {
    const { isIgnored } = this;
    if (!this.#step('end')) {
      return;
    }
    clearTimeout(this.#timer);
    this.connection?.close();
    this.connection = null;
    const seconds = this.since > 0 ? Math.round((Date.now() - this.since) / 1000) : 0;
    this.emit('ended', { reason: isIgnored ? 'ignored' : reason, seconds });
  }
}
