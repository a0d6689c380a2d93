// @ts-check

import { Budget, Trend, sharesOf } from './budget.js';

/** @import { Sample, Shares, Shown } from './budget.js' */
/** @import { Connection } from './connection.js' */

const LOOK_MS = 2000;

/** Looks at all running connections every two seconds, and gives each the share of the uplink that is left for it. */
export class Uplink {
  #connections;
  #shown;
  #onChange;
  #budget = new Budget();
  /** @type {WeakMap<Connection, Trend>} */
  #trends = new WeakMap();
  /** @type {Connection[]} */
  #known = [];
  /** @type {any} */
  #timer;

  /**
   * @param {object} options
   * @param {() => Connection[]} options.connections
   * @param {() => Shown} options.shown beside the camera
   * @param {() => void} options.onChange the step has changed
   */
  constructor({ connections, shown, onChange }) {
    this.#connections = connections;
    this.#shown = shown;
    this.#onChange = onChange;
  }

  /** Which of our pictures does not flow, in the words of what the others are told. */
  get pauses() {
    const { camera, screen } = this.#shares();
    return { paused: !camera.active, screenPaused: !screen.active };
  }

  /** What happens to our picture, so that our voice gets through. @returns {'full' | 'reduced' | 'paused'} */
  get state() {
    return this.pauses.paused ? 'paused' : this.#budget.step > 0 ? 'reduced' : 'full';
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
      this.divide();
    }
  }

  /** A screen is shown, or no more: share anew. */
  divide() {
    const shares = this.#shares();
    this.#known.forEach((connection) => connection.setShares(shares));
  }

  /** @returns {Shares} */
  #shares() {
    return sharesOf(this.#known.length, this.#budget.step, this.#shown());
  }

  #lookLater() {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  async #look() {
    const looked = this.#known;
    const samples = await Promise.all(looked.map((one) => this.#sampleOf(one)));
    if (looked !== this.#known) {
      return;
    }
    this.#lookLater();
    if (this.#budget.hear(samples.filter((sample) => sample !== null))) {
      this.divide();
      this.#onChange();
    }
  }

  /** @param {Connection} connection @returns {Promise<Sample | null>} null as long as the other side has said nothing */
  async #sampleOf(connection) {
    const told = (await connection.monitor.look())?.told.audio ?? null;
    const trend = this.#trends.get(connection) ?? new Trend();
    this.#trends.set(connection, trend);
    return told && trend.hear(told);
  }
}
