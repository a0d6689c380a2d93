// @ts-check

import { Rate } from './rate.js';

/** @import { Pipe } from './pipe.js' */

/** The longest text, in UTF-16 units, as text fields count. */
export const MAX_TEXT = 4000;
/** A text of that length with every character escaped, and the words around it. */
const MAX_FRAME = 6 * MAX_TEXT + 256;
/** Texts that wait for the other side; more are refused until it has answered. */
const MAX_WAITING = 20;
/** What the other side may say: more than a hand can, and all that may have waited at once. */
const BURST = 2 * MAX_WAITING;
const PER_SECOND = 5;
/** Frames that were not taken; after so many nobody honest is there. */
const MAX_DROPPED = 500;
const MAX_KNOWN = 1000;
const ID = /^[\w-]{1,64}$/;
// Control characters but for tab and line feed: they show nothing and only confuse.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Why a text was not taken.
 *
 * @typedef {'empty' | 'too_long' | 'too_fast' | 'too_many_waiting'} TextRefusal
 *
 * @typedef {object} ChatPorts
 * @property {(text: string) => void} heard a new text of the other side
 * @property {(id: string) => void} arrived the other page has this text of ours
 * @property {() => void} flooded the other side said far too much, and is not heard any more
 * @property {() => number} [now]
 */

/**
 * Texts with one peer. What the other page has not acknowledged is said again over the next connection; what comes
 * twice is heard once. Keeps no text but those that wait.
 */
export class Chat {
  #ports;
  #sent;
  #heard;
  /** @type {Pipe | null} */
  #pipe = null;
  /** Texts of ours that nobody acknowledged, by ID. @type {Map<string, string>} */
  #waiting = new Map();
  /** The IDs heard last. @type {Set<string>} */
  #known = new Set();
  #dropped = 0;

  /** @param {ChatPorts} ports */
  constructor(ports) {
    this.#ports = ports;
    this.#sent = new Rate(MAX_WAITING, PER_SECOND / 2, ports.now);
    this.#heard = new Rate(BURST, PER_SECOND, ports.now);
  }

  /** Speak over this connection from now on. @param {Pipe} pipe */
  attach(pipe) {
    this.#pipe = pipe;
    this.#dropped = 0;
    pipe.onHeard = (data) => this.#hear(data);
    pipe.onOpen = () => this.#repeat();
    pipe.onClosed = () => this.detach(pipe);
    if (pipe.isOpen) {
      this.#repeat();
    }
  }

  /** @param {Pipe | null} [pipe] only if it is still this one */
  detach(pipe = this.#pipe) {
    if (pipe !== null && pipe === this.#pipe) {
      this.#pipe = null;
    }
  }

  /**
   * May this be said?
   *
   * @param {string} text
   * @returns {TextRefusal | null}
   */
  refuses(text) {
    if (text.trim() === '') {
      return 'empty';
    }
    if (text.length > MAX_TEXT) {
      return 'too_long';
    }
    if (this.#waiting.size >= MAX_WAITING) {
      return 'too_many_waiting';
    }
    return this.#sent.take() ? null : 'too_fast';
  }

  /** Say what was not refused. @param {string} id @param {string} text */
  say(id, text) {
    this.#waiting.set(id, text);
    this.#send({ type: 'text', id, text });
  }

  #repeat() {
    for (const [id, text] of this.#waiting) {
      this.#send({ type: 'text', id, text });
    }
  }

  /** @param {Record<string, string>} said */
  #send(said) {
    this.#pipe?.send(JSON.stringify(said));
  }

  /** @param {unknown} data */
  #hear(data) {
    const { type, id, text } = typeof data === 'string' && data.length <= MAX_FRAME ? parse(data) : NOTHING;
    if (type === 'got' && this.#waiting.delete(id)) {
      this.#ports.arrived(id);
    } else if (type === 'text' && typeof text === 'string' && typeof id === 'string' && ID.test(id)) {
      this.#hearText(id, text);
    } else {
      this.#drop();
    }
  }

  /** @param {string} id @param {string} text */
  #hearText(id, text) {
    if (text.length > MAX_TEXT || !this.#heard.take()) {
      // Not acknowledged, so an honest page knows that it did not arrive.
      this.#drop();
      return;
    }
    this.#send({ type: 'got', id });
    const shown = text.replace(CONTROL, '');
    if (this.#known.has(id) || shown.trim() === '') {
      return;
    }
    this.#known.add(id);
    if (this.#known.size > MAX_KNOWN) {
      this.#known.delete(/** @type {string} */ (this.#known.values().next().value));
    }
    this.#ports.heard(shown);
  }

  #drop() {
    this.#dropped += 1;
    if (this.#dropped === MAX_DROPPED) {
      this.#pipe?.close();
      this.#pipe = null;
      this.#ports.flooded();
    }
  }
}

/** @type {any} */
const NOTHING = {};

/** @param {string} data */
function parse(data) {
  try {
    return JSON.parse(data) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}
