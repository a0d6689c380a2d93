// @ts-check

import { Call } from './call.js';
import { isActive } from './call_states.js';
import { Connection, warmUp } from './connection.js';

/** @import { EndReason, Devices } from './call.js' */
/** @import { ConnectionOptions } from './connection.js' */
/** @import { Tracks } from './senders.js' */
/** @import { Sending } from './control.js' */
/** @import { Directory, PeerRecord } from './directory.js' */
/** @import { Envelope, EnvelopeType } from './envelope.js' */
/** @import { Talks } from './talks.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */

/** Somebody who vanished while it rang may come back within this time. */
const ABSENCE_MS = 2000;
/** After a restart of the server everybody comes back, each at a time of their own. */
const RESTART_MS = 12000;
const MAX_RINGING = 8;

/**
 * @typedef {object} Media what this person sends
 * @property {() => Tracks} tracks
 * @property {() => Sending} sending
 *
 * @typedef {object} Ice
 * @property {() => RTCIceServer[]} current
 * @property {() => Promise<RTCIceServer[]>} renew
 * @property {boolean} hide keep our addresses from the others
 * @property {boolean} local are others of this machine welcome?
 *
 * @typedef {object} CallsOptions
 * @property {string} self our client ID
 * @property {string} channel
 * @property {VisitKey | null} key our own, where the browser can have one
 * @property {(id: string) => string} visitOf the visit that speaks for a member; empty where nothing is sealed
 * @property {Directory} directory
 * @property {Media} media
 * @property {Ice} ice
 * @property {Pick<Talks, 'begin' | 'end'>} [talks] what people write and send each other
 * @property {() => void} onChange
 * @property {(record: PeerRecord, reason: EndReason, seconds: number) => void} onEnded
 * @property {(options: ConnectionOptions) => Connection} [connect]
 * @property {() => string} [newDialog]
 */

/**
 * The calls with all peers. Each has a connection of its own, so that several at once need nothing
 * new; for now one call at a time is the rule, and it stands in `call`, `accept` and `offered` alone.
 */
export class Calls {
  #o;
  #connect;
  #newDialog;

  /** @param {CallsOptions} options */
  constructor(options) {
    this.#o = options;
    this.#connect = options.connect ?? ((to) => new Connection(to));
    this.#newDialog = options.newDialog ?? (() => crypto.randomUUID());
  }

  /** Calling somebody who is calling means yes. @param {PeerRecord} record */
  call(record) {
    if (record.call?.state === 'ringing') {
      this.accept(record);
    } else if (record.call === null && !this.#o.directory.busyWithout(record.id)) {
      this.#open(record, this.#newDialog()).offer();
      this.#prepare();
    }
  }

  /** @param {PeerRecord} record */
  accept(record) {
    for (const { id, call } of this.#o.directory.all()) {
      if (id !== record.id && call?.state === 'ringing') {
        call.decline('busy');
      } else if (id !== record.id) {
        call?.hangUp();
      }
    }
    record.call?.accept();
  }

  /** End every call; what still rings goes on ringing. */
  hangUp() {
    this.#o.directory.all().forEach(({ call }) => isActive(call?.state) && call?.hangUp());
  }

  /** Hear nothing from this peer any more. It is not told: who rings goes on ringing. @param {PeerRecord} record */
  block(record) {
    record.blocked = true;
    record.call?.ignore();
    record.call?.hangUp();
  }

  /** We leave: say so in every call. */
  close() {
    for (const record of this.#o.directory.all()) {
      clearTimeout(record.absence);
      record.call?.hangUp('left');
    }
  }

  /** What we send has changed. */
  mediaChanged() {
    for (const { call } of this.#o.directory.all()) {
      call?.connection?.setTracks(this.#o.media.tracks());
      call?.connection?.saySending(this.#o.media.sending());
    }
  }

  /**
   * A peer calls.
   *
   * @param {PeerRecord} record
   * @param {Envelope} offer
   */
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
      call?.yield();
    } else {
      // It would not call if it still had the old call.
      call?.abandon();
    }
    const fresh = this.#open(record, dialog);
    fresh.receive(offer);
    if (wanted) {
      fresh.accept();
    } else if (this.#o.directory.busyWithout(record.id) || this.#ringing() > MAX_RINGING) {
      fresh.decline('busy');
    } else {
      this.#prepare();
    }
  }

  /**
   * The peer is not in the channel any more. A running call lives as long as its media.
   *
   * @param {PeerRecord} record
   * @param {boolean} restarted was the line lost on this side as well?
   */
  absent(record, restarted) {
    clearTimeout(record.absence);
    const { call } = record;
    if (call?.state === 'offering' || call?.state === 'ringing') {
      record.absence = setTimeout(() => {
        if (call.state === 'offering' || call.state === 'ringing') {
          call.abandon();
        }
      }, restarted ? RESTART_MS : ABSENCE_MS);
    }
  }

  #ringing() {
    return this.#o.directory.all().filter(({ call }) => call?.state === 'ringing').length;
  }

  /** @param {PeerRecord} record @param {string} dialog */
  #open(record, dialog) {
    let seq = 0;
    /** @param {EnvelopeType} type @param {Record<string, any>} payload */
    const send = (type, payload) => record.outbox.push({ type, dialog, seq: seq++, payload });
    const { self, channel, key, media, ice } = this.#o;
    const call = new Call(dialog, {
      send,
      devices: () => this.#devices(),
      connect: ({ role }) => {
        const visit = this.#o.visitOf(record.id);
        const connection = this.#connect({
          polite: self < record.id,
          first: role === 'caller',
          tracks: media.tracks(),
          sending: media.sending(),
          key,
          between: { self, channel, peer: record.id, visit },
          iceServers: ice.current(),
          renewIce: () => ice.renew(),
          hide: ice.hide,
          local: ice.local,
          send,
        });
        this.#o.talks?.begin(record, connection, visit);
        return connection;
      },
    });
    record.call = call;
    call.on('change', () => this.#o.onChange());
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
    this.#o.directory.tidy(record);
    this.#o.onEnded(record, reason, seconds);
  }

  /** @returns {Devices} */
  #devices() {
    const { audio, video } = this.#o.media.tracks();
    return { audio: audio !== null, video: video !== null };
  }

  /** What takes time and tells nothing is done while it rings, so that nobody waits for it after *accept*. */
  #prepare() {
    warmUp();
    this.#o.ice.renew().catch(() => {});
  }
}
