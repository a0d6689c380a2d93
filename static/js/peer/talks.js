// @ts-check

import { Emitter } from '../emitter.js';
import { Chat } from './chat.js';
import { Files } from './files.js';
import { Incoming } from './incoming.js';
import { Items } from './items.js';

/** @import { EndReason } from './call.js' */
/** @import { TextRefusal } from './chat.js' */
/** @import { FileStore } from './file_store.js' */
/** @import { Item } from './items.js' */
/** @import { Outgoing } from './outgoing.js' */
/** @import { Pipe } from './pipe.js' */

/** A call that nobody wanted to end: what was said waits for the next one. @type {EndReason[]} */
const CUT = ['they_left', 'connection_lost', 'connection_failed', 'relay_silent'];

/**
 * @typedef {object} TalkEvents
 * @property {undefined} change
 * @property {Item} came somebody else sent this
 * @property {{name: string}} flooded
 *
 * @typedef {{id: string, name: string}} Peer
 * @typedef {{chat: Pipe, files: Pipe}} Pipes
 *
 * @typedef {object} Talk with one peer
 * @property {Peer} peer
 * @property {string} visit
 * @property {Chat} chat
 * @property {Files} files
 * @property {boolean} isCalled is there a call now?
 */

/**
 * What people write and send each other, in the order in which it was said here. It lives in this page alone: a call
 * that is ended on purpose takes it along, one that was cut keeps it for the next with the same peer. Only a file that
 * came whole stays until it is removed or the visit is over.
 *
 * @extends {Emitter<TalkEvents>}
 */
export class Talks extends Emitter {
  /** @type {Map<string, Talk>} */
  #talks = new Map();
  #newId;
  #store;

  #items = new Items();

  /** @param {{store: Pick<FileStore, 'create' | 'close'>, newId?: () => string}} ports */
  constructor({ store, newId = () => crypto.randomUUID() }) {
    super();
    this.#store = store;
    this.#newId = newId;
  }

  /** What is shown, in its order. @returns {Item[]} */
  get items() {
    return this.#items.all;
  }

  /**
   * A call has a connection.
   *
   * @param {Peer} peer
   * @param {Pipes} pipes
   * @param {string} visit that speaks for the peer; empty where nothing is sealed
   */
  begin(peer, { chat, files }, visit) {
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
    talk.files.attach(files);
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
    talk.files.detach();
    if (!CUT.includes(reason)) {
      this.#forget(id);
    }
    this.emit('change', undefined);
  }

  /** The visit is over, and everything with it. */
  close() {
    [...this.#talks.keys()].forEach((id) => this.#forget(id));
    this.#items.clear();
    this.#store.close();
    this.emit('change', undefined);
  }

  /**
   * Write this to everybody in the call.
   *
   * @param {string} text
   * @returns {TextRefusal | 'nobody' | null} why it was not taken
   */
  say(text) {
    const talks = this.#called();
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

  /**
   * Offer this file to everybody in the call.
   *
   * @param {File} file
   * @returns {'too_many' | 'too_big' | 'nobody' | null} why it was not taken
   */
  send(file) {
    const talks = this.#called();
    if (talks.length === 0) {
      return 'nobody';
    }
    for (const { peer, files } of talks) {
      const offered = files.offer(file);
      if (typeof offered === 'string') {
        return offered;
      }
      this.#addFile(peer, offered);
    }
    return null;
  }

  /** @param {string} id of an item */
  accept(id) {
    this.#withFile(id, (file, files) => file instanceof Incoming && files?.accept(file));
  }

  /** @param {string} id @param {boolean} paused */
  pause(id, paused) {
    this.#withFile(id, (file, files) => files?.pause(file, paused));
  }

  /** @param {string} id @param {'refused' | 'cancelled'} end */
  stop(id, end) {
    this.#withFile(id, (file, files) => files?.stop(file, end));
  }

  /** Take a file that came off the disk. @param {string} id */
  remove(id) {
    this.#withFile(id, (file) => file instanceof Incoming && file.remove());
    this.#items.remove(id);
    this.emit('change', undefined);
  }

  #called() {
    return [...this.#talks.values()].filter(({ isCalled }) => isCalled);
  }

  /** @param {string} id @param {(file: Incoming | Outgoing, files: Files | undefined) => unknown} act */
  #withFile(id, act) {
    const item = this.#items.get(id);
    if (item?.kind === 'file') {
      act(item.file, this.#talks.get(item.peer)?.files);
    }
  }

  /** @param {Peer} peer @param {Incoming | Outgoing} file @returns {Item} */
  #addFile(peer, file) {
    const [id, at] = [this.#newId(), Date.now()];
    /** @type {Item} */
    const item = { kind: 'file', id, peer: peer.id, name: peer.name, own: file.own, at, file };
    this.#add(item);
    return item;
  }

  /** @param {Peer} peer @param {string} visit @returns {Talk} */
  #open(peer, visit) {
    const chat = new Chat({
      heard: (text) => this.#came(peer.id, text),
      arrived: (id) => this.#arrived(id),
      flooded: () => this.emit('flooded', { name: this.#nameOf(peer.id) }),
    });
    const files = new Files({
      store: this.#store,
      came: (file) => this.emit('came', this.#addFile(talk.peer, file)),
      change: () => this.emit('change', undefined),
      flooded: () => this.emit('flooded', { name: this.#nameOf(peer.id) }),
      newId: this.#newId,
    });
    const talk = { peer, visit, chat, files, isCalled: true };
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
    this.#items.arrived(id);
    this.emit('change', undefined);
  }

  /** @param {Item} item */
  #add(item) {
    this.#items.add(item);
    this.emit('change', undefined);
  }

  /** @param {string} id */
  #forget(id) {
    const talk = this.#talks.get(id);
    talk?.chat.detach();
    talk?.files.close();
    this.#talks.delete(id);
    this.#items.forget(id);
  }

  /** @param {string} id */
  #nameOf(id) {
    return this.#talks.get(id)?.peer.name ?? '';
  }
}
