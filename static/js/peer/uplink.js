// @ts-check

import { Budget, STEPS, shareOf } from './budget.js';

/** @import { Sample } from './budget.js' */
/** @import { Connection } from './connection.js' */

const LOOK_MS = 2000;

/** Looks at all running connections every two seconds, and gives each the share of the uplink that is left for it. */
export class Uplink {
  #connections;
  #onChange;
  #budget = new Budget();
  /** @type {Connection[]} */
  #known = [];
  /** @type {any} */
  #timer;

  /**
   * @param {object} options
   * @param {() => Connection[]} options.connections
   * @param {() => void} options.onChange the step has changed
   */
  constructor({ connections, onChange }) {
    this.#connections = connections;
    this.#onChange = onChange;
  }

  /** What happens to our picture, so that our voice gets through. @returns {'full' | 'reduced' | 'paused'} */
  get state() {
    const { step } = this.#budget;
    return step === STEPS ? 'paused' : step > 0 ? 'reduced' : 'full';
  }

  /** Somebody may have come or gone. */
  changed() {
    const connections = this.#connections();
    if (connections.length === this.#known.length && connections.every((one) => this.#known.includes(one))) {
      return;
    }
    this.#known = connections;
    clearTimeout(this.#timer);
    if (connections.length === 0) {
      this.#budget.reset();
    } else {
      this.#lookLater();
      this.#share();
    }
  }

  #lookLater() {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  #share() {
    const share = shareOf(this.#known.length, this.#budget.step);
    this.#known.forEach((connection) => connection.setShare(share));
  }

  async #look() {
    const looked = this.#known;
    const samples = await Promise.all(looked.map(sampleOf));
    if (looked !== this.#known) {
      return;
    }
    this.#lookLater();
    if (this.#budget.hear(samples.filter((sample) => sample !== null))) {
      this.#share();
      this.#onChange();
    }
  }
}

/** @param {Connection} connection @returns {Promise<Sample | null>} null as long as the other side has said nothing */
const sampleOf = async ({ monitor }) => (await monitor.look())?.told.audio ?? null;
