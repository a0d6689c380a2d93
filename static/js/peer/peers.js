// @ts-check

import { Emitter } from '../emitter.js';
import { awaitReturn } from './absence.js';
import { Calls } from './calls.js';
import { Directory } from './directory.js';
import { Greeter } from './greeter.js';
import { Hearing } from './hearing.js';
import { Outbox } from './outbox.js';

/** @import { EndReason } from './call_ends.js' */
/** @import { CallsOptions } from './calls.js' */
/** @import { PeerRecord } from './directory.js' */
/** @import { Envelope, Presence } from './envelope.js' */
/** @import { PlainWire } from './wire.js' */
/** @import { SealedWire } from './sealed_wire.js' */

/**
 * @typedef {object} PeersEvents
 * @property {undefined} change
 * @property {{id: string, name: string, reason: EndReason, seconds: number}} ended a call is over
 * @property {undefined} stopped media of a call stopped
 */

/**
 * All other people of the channel: who is there, what they say, and the calls with them. Every
 * message is judged by the sender the server vouches for, and heard by that peer's call alone.
 *
 * @extends {Emitter<PeersEvents>}
 */
export class Peers extends Emitter {
  #self;
  #wire;
  #greeter;
  #calls;
  #hearing;
  #directory;
  #lineUp = false;

  /** @param {{name: string, presence?: Presence, wire: PlainWire | SealedWire} & Omit<CallsOptions, 'visitOf' | 'directory' | 'takesCalls' | 'onChange' | 'onStopped' | 'onEnded'>} options */
  constructor({ self, name, presence = 'available', wire, ...ports }) {
    super();
    this.#self = self;
    this.#wire = wire;
    const directory = new Directory((id) => new Outbox((envelope) => wire.say(id, envelope)));
    this.#directory = directory;
    this.#greeter = new Greeter({
      name,
      presence,
      broadcast: (envelope) => wire.sayAll(envelope),
      isBusy: () => directory.busyWithout(),
    });
    this.#calls = new Calls({
      self,
      visitOf: (id) => wire.visitOf(id),
      directory,
      takesCalls: () => this.#greeter.presence !== 'busy',
      ...ports,
      onChange: () => this.#changed(),
      onStopped: () => this.emit('stopped', undefined),
      onEnded: ({ id, name: theirs }, reason, seconds) => {
        this.#changed();
        this.emit('ended', { id, name: theirs, reason, seconds });
      },
    });
    this.#hearing = new Hearing({ directory, calls: this.#calls, greeter: this.#greeter });
    wire.on('heard', ({ from, envelope }) => this.#heard(from, envelope));
    wire.on('known', ({ from, anew }) => this.#known(from, anew));
    wire.on('stranger', ({ answer }) => answer(this.#greeter.hello(true)).catch(() => {}));
    wire.on('dropped', ({ from, reason }) => this.#dropped(from, reason));
  }

  /** @returns {PeerRecord[]} */
  all() {
    return this.#directory.all();
  }

  /** We are in the channel, and these are its members. @param {string[]} members */
  seated(members) {
    this.#lineUp = true;
    for (const id of members) {
      this.joined(id);
    }
    for (const { id } of this.all()) {
      if (!members.includes(id)) {
        this.#gone(id, true);
      }
    }
    this.#greeter.enter();
    this.emit('change', undefined);
  }

  /** The line is lost. Calls go on. */
  lineLost() {
    this.#lineUp = false;
    this.#wire.lost();
    this.#greeter.pause();
    this.all().forEach(({ outbox }) => outbox.setOpen(false));
  }

  /** @param {string} id */
  joined(id) {
    this.#wire.changed(id);
    if (this.#seat(id) !== null) {
      this.emit('change', undefined);
    }
  }

  /** @param {string} id */
  left(id) {
    this.#wire.changed(id);
    this.#gone(id, false);
  }

  /** @param {string} from @param {Envelope} envelope */
  #heard(from, envelope) {
    const record = this.#directory.get(from) ?? this.#seat(from);
    if (record !== null && this.#hearing.hear(record, envelope)) {
      this.emit('change', undefined);
    }
  }

  /** @param {string} id */
  call(id) {
    const record = this.#directory.get(id);
    if (record !== undefined && !record.blocked) {
      this.#calls.call(record);
    }
  }

  /** What happens to our picture on a slow line. */
  get uplink() { return this.#calls.uplink; }

  /** @param {string} id */
  accept(id) {
    const record = this.#directory.get(id);
    if (record !== undefined) {
      this.#calls.accept(record);
    }
  }

  /** @param {string} id */
  decline(id) {
    this.#directory.get(id)?.call?.decline();
  }

  /** Let it ring unheard; nobody is told. @param {string} id */
  ignore(id) { this.#directory.get(id)?.call?.ignore(); }

  /** Hear nothing from this peer for the rest of the visit; a call with it ends. @param {string} id */
  block(id) {
    const record = this.#directory.get(id);
    if (record !== undefined) {
      this.#calls.block(record);
      this.emit('change', undefined);
    }
  }

  /** @param {string} id */
  unblock(id) {
    const record = this.#directory.get(id);
    if (record !== undefined) {
      record.blocked = false;
      record.outbox.push(this.#greeter.hello(true));
      this.#directory.tidy(record);
      this.emit('change', undefined);
    }
  }

  hangUp() { this.#calls.hangUp(); }

  /** What we send has changed. */
  mediaChanged() { this.#calls.mediaChanged(); }

  /** The network is back, or another: calls without media need not wait. */
  hurry() {
    this.all().forEach(({ call }) => call?.connection?.chance());
  }

  /** There are fresh relays. */
  iceChanged() { this.#calls.iceChanged(); }

  /** @param {string} name */
  setName(name) {
    this.#greeter.setName(name);
  }

  /** @param {Presence} presence */
  setPresence(presence) { this.#greeter.setPresence(presence); }

  /** Leave: say so in every call, and stop. */
  close() {
    this.#calls.close();
    this.#greeter.pause();
  }

  /** @param {string} id */
  #seat(id) {
    const record = id === this.#self ? null : this.#directory.seat(id);
    record?.outbox.setOpen(this.#lineUp && this.#wire.knows(id));
    record?.call?.connection?.chance();
    return record;
  }

  /** @param {string} id @param {boolean} restarted */
  #gone(id, restarted) {
    const record = this.#directory.get(id);
    if (record !== undefined) {
      record.present = false;
      record.outbox.setOpen(false);
      awaitReturn(record, restarted);
      this.#directory.tidy(record);
      this.emit('change', undefined);
    }
  }

  /** @param {string} id @param {boolean} anew */
  #known(id, anew) {
    const record = this.#seat(id);
    if (record !== null) {
      record.unreadable = false;
      if (anew) {
        record.helloSeq = -1;
        record.call?.abandon();
      }
      this.emit('change', undefined);
    }
  }

  /** @param {string} id @param {string} reason */
  #dropped(id, reason) {
    const record = this.#directory.get(id);
    if (record !== undefined && !this.#wire.knows(id) && (reason === 'bad_tag' || reason === 'unsealed')) {
      if (!record.unreadable) {
        record.unreadable = true;
        // So that they notice as well.
        this.#greeter.changed();
      }
      this.emit('change', undefined);
    }
  }

  #changed() {
    this.emit('change', undefined);
    this.#greeter.changed();
  }
}
