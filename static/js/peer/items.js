// @ts-check

import { Incoming } from './incoming.js';

/** @import { Outgoing } from './outgoing.js' */

/** What is shown at once; the oldest texts go first. */
export const MAX_ITEMS = 300;

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
 * @typedef {object} FileItem
 * @property {'file'} kind
 * @property {string} id
 * @property {string} peer
 * @property {string} name of that person
 * @property {boolean} own
 * @property {number} at
 * @property {Incoming | Outgoing} file changes as it moves
 *
 * @typedef {TextItem | FileItem} Item
 */

/** What people wrote and sent each other, in the order in which it was said here. */
export class Items {
  /** @type {Item[]} */
  all = [];

  /** @param {string} id */
  get(id) {
    return this.all.find((item) => item.id === id);
  }

  /** @param {Item} item */
  add(item) {
    this.all.push(item);
    if (this.all.length > MAX_ITEMS) {
      const oldest = this.all.findIndex((one) => one.kind === 'text' || (one.file.end !== null && !isKept(one)));
      this.all.splice(Math.max(0, oldest), 1);
    }
  }

  /** The other page has this text. @param {string} id */
  arrived(id) {
    this.all = this.all.map((item) => (item.kind === 'text' && item.id === id ? { ...item, state: 'arrived' } : item));
  }

  /** @param {string} id */
  remove(id) {
    this.all = this.all.filter((item) => item.id !== id);
  }

  /** Nothing is left of this peer but the files that came whole. @param {string} peer */
  forget(peer) {
    this.all = this.all.filter((item) => item.peer !== peer || isKept(item));
  }

  clear() {
    this.all = [];
  }
}

/** A file that is here, and that nobody removed. @param {Item} item */
const isKept = (item) => item.kind === 'file' && item.file instanceof Incoming && item.file.end === 'whole';
