// @ts-check

import { isActive, isMedia } from './call_states.js';
import { warmUp } from './connection.js';
import { dialling } from './dialling.js';
import { Group } from './group.js';
import { shownBy } from './screen.js';
import { Uplink } from './uplink.js';

/** @import { Call } from './call.js' */
/** @import { EndReason } from './call_ends.js' */
/** @import { DiallingOptions } from './dialling.js' */
/** @import { Directory, PeerRecord } from './directory.js' */
/** @import { Envelope, Standing } from './envelope.js' */

const MAX_RINGING = 8;

/**
 * @typedef {DiallingOptions & {
 *   directory: Directory,
 *   callSize?: number,
 *   takesCalls?: () => boolean,
 *   onChange: () => void,
 *   onStopped: () => void,
 *   onEnded: (record: PeerRecord, reason: EndReason, seconds: number) => void,
 *   newDialog?: () => string,
 * }} CallsOptions `callSize`: how many people a call may have; `takesCalls`: may it ring?
 */

/** The calls with all peers. Each has a connection of its own; those that run are one group. */
export class Calls {
  #o;
  #dial;
  #newDialog;
  #group;
  #uplink;

  /** @param {CallsOptions} options */
  constructor(options) {
    this.#o = options;
    const { self, directory, callSize = 2 } = options;
    this.#group = new Group({ self, directory, size: callSize, reach: (record) => this.#offer(record, 'introduced') });
    this.#dial = dialling(options);
    this.#newDialog = options.newDialog ?? (() => crypto.randomUUID());
    this.#uplink = new Uplink({
      // What is lost while there is no path says nothing of how much one carries.
      connections: () => directory.all().flatMap(({ call }) => (call?.state === 'connected' && call.connection) || []),
      shown: () => shownBy(options.media.tracks().screen),
      onChange: () => {
        this.mediaChanged();
        options.onChange();
      },
    });
  }

  /** Call somebody, into the call that we are in if we are. Calling somebody who is calling means yes. @param {PeerRecord} record */
  call(record) {
    if (record.call?.state === 'ringing') {
      this.accept(record);
    } else if (record.call === null && !this.#group.isFull) {
      this.#offer(record, this.#group.isTalking ? 'member' : 'alone');
      this.#prepare();
    }
  }

  /**
   * Who called from a call of their own brings us into it; who called alone comes into ours.
   *
   * @param {PeerRecord} record
   */
  accept(record) {
    const { call } = record;
    if (call?.state !== 'ringing') {
      return;
    }
    if (!this.#group.mayMeet(call)) {
      call.decline('busy');
    } else if (call.group !== this.#group.id && this.#group.isFull) {
      call.decline('full');
    } else {
      call.accept(call.as === 'alone' ? (this.#group.id ?? call.group) : call.group);
    }
  }

  /** End every call; what still rings goes on ringing. */
  hangUp() {
    this.#group.leave();
    this.#o.directory.all().forEach(({ call }) => isActive(call?.state) && call?.hangUp());
  }

  /** Hear nothing from this peer any more. It is not told: who rings goes on ringing. @param {PeerRecord} record */
  block(record) {
    record.blocked = true;
    if (record.call?.state === 'ringing') {
      record.call.abandon('blocked');
    }
    record.call?.hangUp();
  }

  /** We leave: say so in every call. */
  close() {
    for (const record of this.#o.directory.all()) {
      clearTimeout(record.absence);
      record.call?.hangUp('left');
    }
  }

  /** What happens to our picture on a slow line. */
  get uplink() { return this.#uplink.state; }

  /** What we send has changed. */
  mediaChanged() {
    const sending = { ...this.#o.media.sending(), ...this.#uplink.pauses };
    this.#uplink.divide();
    for (const { call } of this.#o.directory.all()) {
      call?.connection?.setTracks(this.#o.media.tracks());
      call?.connection?.saySending(sending);
    }
  }

  /** There are fresh relays: running calls use them for their next path. */
  iceChanged() {
    this.#o.directory.all().forEach(({ call }) => call?.connection?.setIceServers(this.#o.ice.current()));
  }

  /** A peer calls. @param {PeerRecord} record @param {Envelope} offer */
  offered(record, offer) {
    const { call } = record;
    const { dialog } = offer;
    if (dialog === null || dialog === call?.dialog || record.past.includes(dialog)) {
      return;
    }
    const wanted = call?.state === 'offering';
    if (wanted && this.#o.self < record.id) {
      // Two offers crossed, and ours stands: the peer takes it for the answer to its own.
      return;
    }
    if (wanted || call?.state === 'ringing') {
      call?.abandon('yielded');
    } else {
      // It would not call if it still had the old call.
      call?.abandon();
    }
    const fresh = this.#open(record, dialog);
    fresh.receive(offer);
    if (wanted || fresh.group === this.#group.id) {
      this.accept(record);
    } else if (fresh.as === 'introduced' || !this.#group.mayMeet(fresh) || !this.#mayRing()) {
      fresh.decline('busy');
    } else if (this.#group.isTalking && this.#group.isFull) {
      fresh.decline('full');
    } else {
      this.#prepare();
    }
  }

  /** @param {PeerRecord} record @param {Standing} as */
  #offer(record, as) {
    const group = this.#group.id ?? this.#newDialog();
    this.#group.enter(group);
    this.#open(record, this.#newDialog()).offer(group, as);
  }

  /** A call has been accepted, here or there, and both are in its group from now on. @param {PeerRecord} record @param {Call} call */
  #met(record, call) {
    const former = this.#group.id;
    const others = this.#o.directory.all().filter((other) => other !== record);
    if (former !== call.group && others.some((other) => isMedia(other.call?.state))) {
      // Both sides have begun to talk to others in the meantime: two calls, which stay apart.
      queueMicrotask(() => call.hangUp());
      return;
    }
    this.#group.enter(call.group);
    for (const other of others) {
      if (former !== call.group && other.call?.state === 'offering') {
        other.call.hangUp();
        this.#offer(other, 'member');
      } else if (other.call?.state === 'ringing' && other.call.group === call.group) {
        queueMicrotask(() => this.accept(other));
      } else if (other.call?.state === 'ringing' && !this.#group.mayMeet(other.call)) {
        other.call.decline('busy');
      }
    }
  }

  #mayRing() {
    const ringing = this.#o.directory.all().filter(({ call }) => call?.state === 'ringing').length;
    return ringing <= MAX_RINGING && (this.#o.takesCalls?.() ?? true);
  }

  /** @param {PeerRecord} record @param {string} dialog */
  #open(record, dialog) {
    const call = this.#dial(record, dialog, {
      met: () => this.#met(record, call),
      connecting: () => this.#group.connected(record),
    });
    record.call = call;
    call.on('change', () => {
      this.#uplink.changed();
      this.#o.onChange();
    });
    call.on('stopped', () => this.#o.onStopped());
    call.on('introduced', ({ peers }) => call.group === this.#group.id && this.#group.introduced(peers));
    call.on('ended', ({ reason, seconds }) => this.#ended(record, call, reason, seconds));
    return call;
  }

  /** @param {PeerRecord} record @param {Call} call @param {EndReason} reason @param {number} seconds */
  #ended(record, call, reason, seconds) {
    clearTimeout(record.absence);
    this.#o.talks?.end(record, reason);
    this.#o.directory.retire(record, call.dialog);
    if (record.call === call) {
      record.call = null;
    }
    if (this.#o.directory.busyWithout()) {
      this.#group.ended(record, reason);
    } else {
      this.#group.leave();
    }
    this.#uplink.changed();
    this.#o.directory.tidy(record);
    this.#o.onEnded(record, reason, seconds);
  }

  /** What takes time and tells nothing is done while it rings, so that nobody waits for it after *accept*. */
  #prepare() {
    warmUp();
    this.#o.ice.renew().catch(() => {});
  }
}
