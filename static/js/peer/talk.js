// @ts-check

import { Chat } from './chat.js';
import { Files } from './files.js';

/** @import { FileStore } from './file_store.js' */
/** @import { Incoming } from './incoming.js' */
/** @import { Pipe } from './pipe.js' */

/**
 * @typedef {{id: string, name: string}} Peer
 * @typedef {{chat: Pipe, files: Pipe}} Pipes
 *
 * @typedef {object} Talk with one peer
 * @property {Peer} peer
 * @property {string} visit
 * @property {Chat} chat
 * @property {Files} files
 * @property {boolean} isCalled is there a call now?
 * @property {boolean} isOver was the last one ended on purpose?
 *
 * @typedef {object} TalkPorts
 * @property {Pick<FileStore, 'create' | 'close'>} store
 * @property {() => string} newId
 * @property {(text: string) => void} heard the peer wrote this
 * @property {(id: string) => void} arrived the peer has the text with this id
 * @property {(file: Incoming) => void} offered the peer wants to send this
 * @property {() => void} change
 * @property {() => void} flooded
 */

/**
 * Begin to write and send to a peer that we have a call with.
 *
 * @param {Peer} peer
 * @param {string} visit that speaks for the peer; empty where nothing is sealed
 * @param {TalkPorts} ports
 * @returns {Talk}
 */
export function openTalk(peer, visit, { store, newId, heard, arrived, offered, change, flooded }) {
  const chat = new Chat({ heard, arrived, flooded });
  const files = new Files({ store, came: offered, change, flooded, newId });
  return { peer, visit, chat, files, isCalled: true, isOver: false };
}
