// @ts-check

/** @import { Envelope, Presence } from './envelope.js' */

/** Changes of name and state are told together. */
const ANNOUNCE_MS = 200;

/** Tells the others who this person is, and whether they are free and want calls: the `hello` of docs/verto.md. */
export class Greeter {
  #broadcast;
  #isBusy;
  #name;
  #presence;
  #seq = 0;
  #up = false;
  /** @type {any} */
  #timer;

  /**
   * @param {object} options
   * @param {string} options.name
   * @param {Presence} options.presence
   * @param {(envelope: Envelope) => Promise<void>} options.broadcast
   * @param {() => boolean} options.isBusy
   */
  constructor({ name, presence, broadcast, isBusy }) {
    this.#name = name;
    this.#presence = presence;
    this.#broadcast = broadcast;
    this.#isBusy = isBusy;
  }

  /** In the channel, anew: say hello and ask everybody for theirs. */
  enter() {
    this.#up = true;
    this.#say(true);
  }

  /** The line is lost. */
  pause() {
    this.#up = false;
    clearTimeout(this.#timer);
  }

  /** @param {string} name */
  setName(name) {
    if (name !== this.#name) {
      this.#name = name;
      this.changed();
    }
  }

  get presence() {
    return this.#presence;
  }

  /** @param {Presence} presence */
  setPresence(presence) {
    if (presence !== this.#presence) {
      this.#presence = presence;
      this.changed();
    }
  }

  /** Name or state may have changed: tell it soon. */
  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(false), ANNOUNCE_MS);
  }

  /** The next hello. @param {boolean} reply does it ask for one back? @returns {Envelope} */
  hello(reply) {
    const payload = { name: this.#name, state: this.#isBusy() ? 'busy' : 'free', presence: this.#presence, reply };
    return { type: 'hello', dialog: null, seq: this.#seq++, payload };
  }

  /** @param {boolean} reply */
  #say(reply) {
    if (this.#up) {
      this.#broadcast(this.hello(reply)).catch(() => {});
    }
  }
}
