// @ts-check

import { Emitter } from '../emitter.js';
import { Chat } from './chat.js';

/** @import { EndReason } from './call.js' */
/** @import { TextRefusal } from './chat.js' */
/** @import { Pipe } from './pipe.js' */

/** What is shown at once; the oldest texts go first. */
export const MAX_ITEMS = 300;

/** A call that nobody wanted to end: what was said waits for the next one. @type {EndReason[]} */
const CUT = ['they_left', 'connection_lost', 'connection_failed', 'relay_silent'];

/**
 * @typedef {object} TextItem
 * @property {'text'} kind
 * @property {string} id
 * @property {string} peer with whom, by client ID
 * @property {string} name of that person
 * @property {boolean} own did this person write it?
 * @property {string} text
 * @property {number} at by this machine's clock, in epoch milliseconds
 * @property {'waiting' | 'arrived' | 'heard'} state
 *
 * @typedef {TextItem} Item
 *
 * @typedef {object} TalkEvents
 * @property {undefined} change
 * @property {Item} came somebody else sent this
 * @property {{name: string}} flooded
 *
 * @typedef {{id: string, name: string}} Peer
 * @typedef {{chat: Pipe}} Pipes
 *
 * @typedef {object} Talk with one peer
 * @property {Peer} peer
 * @property {string} visit
 * @property {Chat} chat
 * @property {boolean} isCalled is there a call now?
 */

/**
 * What people write each other, in the order in which it was said here. It lives in this page alone: a call that is
 * ended on purpose takes it along, one that was cut keeps it for the next with the same peer.
 *
 * @extends {Emitter<TalkEvents>}
 */
export class Talks extends Emitter {
  /** @type {Map<string, Talk>} */
  #talks = new Map();
  #newId;

  /** @type {Item[]} */
  items = [];

  /** @param {{newId?: () => string}} [ports] */
  constructor({ newId = () => crypto.randomUUID() } = {}) {
    super();
    this.#newId = newId;
  }

  /**
   * A call has a connection.
   *
   * @param {Peer} peer
   * @param {Pipes} pipes
   * @param {string} visit that speaks for the peer; empty where nothing is sealed
   */
  begin(peer, { chat }, visit) {
    for (const [id, known] of this.#talks) {
      // What waits for one visit is not for another that has taken its place.
      if (!known.isCalled && (id !== peer.id || known.visit !== visit)) {
        this.#forget(id);
      }
    }
    const talk = this.#talks.get(peer.id) ?? this.#open(peer, visit);
    talk.peer = peer;
    talk.isCalled = true;
    talk.chat.attach(chat);
    this.emit('change', undefined);
  }

  /** The call is over. @param {Peer} peer @param {EndReason} reason */
  end({ id }, reason) {
    const talk = this.#talks.get(id);
    if (talk === undefined || !talk.isCalled) {
      return;
    }
    talk.isCalled = false;
    talk.chat.detach();
    if (!CUT.includes(reason)) {
      this.#forget(id);
    }
    this.emit('change', undefined);
  }

  /** The visit is over, and everything with it. */
  close() {
    [...this.#talks.keys()].forEach((id) => this.#forget(id));
    this.emit('change', undefined);
  }

  /**
   * Write this to everybody in the call.
   *
   * @param {string} text
   * @returns {TextRefusal | 'nobody' | null} why it was not taken
   */
  say(text) {
    const talks = [...this.#talks.values()].filter(({ isCalled }) => isCalled);
    if (talks.length === 0) {
      return 'nobody';
    }
    for (const { peer, chat } of talks) {
      const refusal = chat.refuses(text);
      if (refusal !== null) {
        return refusal;
      }
      const id = this.#newId();
      this.#add({ kind: 'text', id, peer: peer.id, name: peer.name, own: true, text, at: Date.now(), state: 'waiting' });
      chat.say(id, text);
    }
    return null;
  }

  /** @param {Peer} peer @param {string} visit @returns {Talk} */
  #open(peer, visit) {
    const chat = new Chat({
      heard: (text) => this.#came(peer.id, text),
      arrived: (id) => this.#arrived(id),
      flooded: () => this.emit('flooded', { name: this.#nameOf(peer.id) }),
    });
    const talk = { peer, visit, chat, isCalled: true };
    this.#talks.set(peer.id, talk);
    return talk;
  }

  /** @param {string} peer @param {string} text */
  #came(peer, text) {
    const name = this.#nameOf(peer);
    /** @type {Item} */
    const item = { kind: 'text', id: this.#newId(), peer, name, own: false, text, at: Date.now(), state: 'heard' };
    this.#add(item);
    this.emit('came', item);
  }

  /** @param {string} id */
  #arrived(id) {
    const index = this.items.findIndex((item) => item.id === id);
    const item = this.items[index];
    if (item !== undefined) {
      this.items[index] = { ...item, state: 'arrived' };
      this.emit('change', undefined);
    }
  }

  /** @param {Item} item */
  #add(item) {
    this.items.push(item);
    this.items.splice(0, this.items.length - MAX_ITEMS);
    this.emit('change', undefined);
  }

  /** @param {string} id */
  #forget(id) {
    this.#talks.get(id)?.chat.detach();
    this.#talks.delete(id);
    this.items = this.items.filter(({ peer }) => peer !== id);
  }

  /** @param {string} id */
  #nameOf(id) {
    return this.#talks.get(id)?.peer.name ?? '';
  }
}
