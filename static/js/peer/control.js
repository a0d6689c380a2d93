// @ts-check

import { Emitter } from '../emitter.js';
import { CLOSED } from './envelope.js';

/** @import { CloseReason } from './envelope.js' */

const ID = 0;
const MAX_TEXT = 1024;

/**
 * What a side is sending right now, for the other side to show.
 *
 * @typedef {object} Sending
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {boolean} screen something is shown beside the camera
 * @property {boolean} [paused] no picture for now, so that the voice gets through
 * @property {boolean} [screenPaused] what is shown stands still, for the same reason
 *
 * @typedef {object} ControlEvents
 * @property {Sending} sending
 * @property {{reason: CloseReason}} closed the other side said that it ends the call
 * @property {undefined} open
 * @property {Record<string, unknown>} comparing
 * @property {undefined} cut the other side's connection is gone without a word
 */

/**
 * The small data channel of a call. It carries what the two sides must know while no server is
 * there: who is muted, and that the call ends. A peer without it loses nothing else.
 *
 * @extends {Emitter<ControlEvents>}
 */
export class Control extends Emitter {
  #channel;
  /** @type {Sending | null} */
  #sending = null;

  /** @param {RTCPeerConnection} pc */
  constructor(pc) {
    super();
    const channel = pc.createDataChannel('control', { negotiated: true, id: ID });
    this.#channel = channel;
    channel.onopen = () => {
      this.#saySending();
      this.emit('open', undefined);
    };
    channel.onmessage = ({ data }) => this.#hear(data);
    channel.onclose = () => this.emit('cut', undefined);
  }

  /** @param {Sending} sending */
  saySending(sending) {
    this.#sending = sending;
    this.#saySending();
  }

  /** @param {CloseReason} reason */
  sayClosed(reason) {
    this.say({ type: 'close', reason });
  }

  close() {
    this.#channel.onopen = this.#channel.onmessage = this.#channel.onclose = null;
  }

  #saySending() {
    if (this.#sending !== null) {
      this.say({ type: 'sending', ...this.#sending });
    }
  }

  /** @param {Record<string, any>} said */
  say(said) {
    if (this.#channel.readyState === 'open') {
      this.#channel.send(JSON.stringify(said));
    }
  }

  /** @param {unknown} data */
  #hear(data) {
    if (typeof data !== 'string' || data.length > MAX_TEXT) {
      return;
    }
    let said;
    try {
      said = JSON.parse(data);
    } catch {
      return;
    }
    if (said?.type === 'sending') {
      const is = (/** @type {keyof Sending} */ what) => said[what] === true;
      const shown = { screen: is('screen'), screenPaused: is('screenPaused') };
      this.emit('sending', { microphone: is('microphone'), camera: is('camera'), paused: is('paused'), ...shown });
    } else if (said?.type === 'close' && CLOSED.includes(said.reason)) {
      this.emit('closed', { reason: said.reason });
    } else if (said?.type === 'commit' || said?.type === 'reveal') {
      this.emit('comparing', said);
    }
  }
}
