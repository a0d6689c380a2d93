// @ts-check

/**
 * How a transfer came to its end.
 *
 * @typedef {'whole' | 'refused' | 'too_many' | 'no_room' | 'too_big' | 'cancelled' | 'altered' | 'too_much'
 *   | 'unreadable' | 'write_failed' | 'over'} TransferEnd
 *
 * @typedef {'offered' | 'queued' | 'running' | 'paused' | 'cut' | 'checking' | 'ended'} TransferState
 */

/** The ends that one side may tell the other. */
export const TOLD = ['refused', 'too_many', 'no_room', 'too_big', 'cancelled', 'altered', 'too_much', 'unreadable', 'write_failed', 'over'];

const MAX_KNOWN = 200;
/** Files that are offered or on their way, in each direction. */
export const MAX_OPEN = 10;
/** The rate is that of so many milliseconds. */
const PACE_MS = 4000;

/** What both sides know of one file on its way. */
export class Transfer {
  /** @type {{at: number, moved: number}[]} */
  #samples = [];

  /** Did the receiver say yes? */
  accepted = false;
  /** Is there a connection? */
  connected = false;
  /** Does it have its turn? */
  running = false;
  pausedHere = false;
  pausedThere = false;
  /** Written at the receiver, as far as this side knows. */
  moved = 0;
  /** @type {TransferEnd | null} */
  end = null;
  /** Did this side end it? */
  endedHere = false;
  /** In hexadecimal, once both sides have the same. */
  digest = '';

  /** @param {{id: string, own: boolean, name: string, size: number}} file */
  constructor({ id, own, name, size }) {
    this.id = id;
    this.own = own;
    this.name = name;
    this.size = size;
  }

  get paused() {
    return this.pausedHere || this.pausedThere;
  }

  /** @returns {TransferState} */
  get state() {
    if (this.end !== null) {
      return 'ended';
    }
    if (!this.connected) {
      return 'cut';
    }
    if (!this.accepted) {
      return 'offered';
    }
    if (this.moved === this.size) {
      return 'checking';
    }
    if (this.paused) {
      return 'paused';
    }
    return this.running ? 'running' : 'queued';
  }

  /**
   * It is over.
   *
   * @param {TransferEnd} end
   * @param {boolean} here does this side end it?
   * @returns {boolean} false when it was over before
   */
  finishAs(end, here) {
    if (this.end !== null) {
      return false;
    }
    Object.assign(this, { end, endedHere: here, running: false });
    return true;
  }

  /** There is a connection, or there is none any more. @param {boolean} connected */
  connect(connected) {
    if (this.end === null) {
      this.connected = connected;
      this.running = this.pausedThere = false;
      this.restartPace();
    }
  }

  /** @param {number} moved @param {number} now in milliseconds */
  move(moved, now) {
    this.moved = moved;
    this.#samples.push({ at: now, moved });
    while (this.#samples.length > 2 && now - /** @type {{at: number}} */ (this.#samples[0]).at > PACE_MS) {
      this.#samples.shift();
    }
  }

  /** It begins, or goes on: what was before is no rate. */
  restartPace() {
    this.#samples = [];
  }

  /** @returns {number} bytes a second; 0 when nothing can be said yet */
  get rate() {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 250) {
      return 0;
    }
    return ((last.moved - first.moved) / (last.at - first.at)) * 1000;
  }
}

/**
 * The files of one direction. Those that are over are remembered for a while, to be answered when they come up again.
 *
 * @template {Transfer} T
 * @extends {Map<string, T>}
 */
export class Transfers extends Map {
  /** @returns {T[]} those that are not over */
  open() {
    return [...this.values()].filter(({ end }) => end === null);
  }

  /** @param {T} transfer */
  add(transfer) {
    this.set(transfer.id, transfer);
    for (const { id, end } of this.values()) {
      if (this.size > MAX_KNOWN && end !== null) {
        this.delete(id);
      }
    }
  }
}
