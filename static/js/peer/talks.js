// @ts-check

import { Emitter } from '../emitter.js';
import { CUT } from './call_ends.js';
import { Incoming } from './incoming.js';
import { Items } from './items.js';
import { openTalk } from './talk.js';

/** @import { EndReason } from './call_ends.js' */
/** @import { TextRefusal } from './chat.js' */
/** @import { FileStore } from './file_store.js' */
/** @import { Files } from './files.js' */
/** @import { Item } from './items.js' */
/** @import { Outgoing } from './outgoing.js' */
/** @import { Peer, Pipes, Talk } from './talk.js' */

/** To whom something is said when several are in the call. @type {{id: string, name: string}} */
const EVERYBODY = { id: '', name: '' };

/**
 * @typedef {object} TalkEvents
 * @property {undefined} change
 * @property {Item} came somebody else sent this
 * @property {{name: string}} flooded
 */

/**
 * What people write and send each other, in the order in which it was said here. It lives in this page alone: a call that
 * is ended on purpose takes it along with its last connection, one that was cut keeps it for the next with the same peer. Only a
 * file that came whole stays until it is removed or the visit is over.
 *
 * @extends {Emitter<TalkEvents>}
 */
export class Talks extends Emitter {
  /** @type {Map<string, Talk>} */
  #talks = new Map();
  #newId;
  #store;
  #items = new Items();
  /** How many have not acknowledged a text yet, by its id. @type {Map<string, number>} */
  #awaited = new Map();

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
    const isOneMore = this.#called().length > 0;
    for (const [id, known] of this.#talks) {
      // What waits for one visit is not for another that has taken its place.
      if (!known.isCalled && (id === peer.id ? known.visit !== visit : !isOneMore)) {
        this.#forget(id);
      }
    }
    const talk = this.#talks.get(peer.id) ?? this.#open(peer, visit);
    Object.assign(talk, { peer, isCalled: true, isOver: false });
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
    Object.assign(talk, { isCalled: false, isOver: !CUT.includes(reason) });
    talk.chat.detach();
    talk.files.detach();
    if (this.#called().length === 0) {
      this.#leave();
    }
    this.emit('change', undefined);
  }

  /** The visit is over, and everything with it. */
  close() {
    [...this.#talks.keys()].forEach((id) => this.#forget(id));
    this.#awaited.clear();
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
    const refusal = talks.map(({ chat }) => chat.refuses(text)).find((one) => one !== null);
    if (refusal !== undefined) {
      return refusal;
    }
    const id = this.#newId();
    const to = talks.length > 1 ? EVERYBODY : (talks[0]?.peer ?? EVERYBODY);
    this.#awaited.set(id, talks.length);
    this.#add({ kind: 'text', id, peer: to.id, name: to.name, own: true, text, at: Date.now(), state: 'waiting' });
    talks.forEach(({ chat }) => chat.say(id, text));
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
    const talk = openTalk(peer, visit, {
      store: this.#store,
      newId: this.#newId,
      heard: (text) => this.#came(peer.id, text),
      arrived: (id) => this.#arrived(id),
      offered: (file) => this.emit('came', this.#addFile(talk.peer, file)),
      change: () => this.emit('change', undefined),
      flooded: () => this.emit('flooded', { name: this.#nameOf(peer.id) }),
    });
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
    this.#awaited.set(id, (this.#awaited.get(id) ?? 1) - 1);
    if (this.#awaited.get(id) === 0) {
      this.#awaited.delete(id);
      this.#items.arrived(id);
      this.emit('change', undefined);
    }
  }

  /** Nobody is in the call any more: what was ended on purpose goes. */
  #leave() {
    const over = [...this.#talks].filter(([, { isOver }]) => isOver).map(([id]) => id);
    [...over, ...(over.length > 0 ? [EVERYBODY.id] : [])].forEach((id) => this.#forget(id));
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
