// @ts-check
// How much of the uplink each picture gets. Congestion control looks at one connection at a time; a mesh sends over several
// at once, so they share a budget, and voices come before pictures. Pure: numbers in, numbers out.

/**
 * What a sender of pictures may use.
 *
 * @typedef {object} Share
 * @property {boolean} active
 * @property {number} maxBitrate bits a second
 * @property {number} scaleResolutionDownBy
 * @property {number} maxFramerate
 *
 * @typedef {{camera: Share, screen: Share}} Shares
 *
 * @typedef {'nothing' | 'letters' | 'motion'} Shown what is shown beside the camera
 *
 * @typedef {object} Sample what is known of one connection in the last seconds
 * @property {number} loss share of our voice's packets that did not arrive, from 0 to 1
 * @property {number} seconds how long a round trip takes
 */

/** By how many others there are; the last one is for more. @type {Omit<Share, 'active'>[]} */
const PLANS = [
  { maxBitrate: 2_500_000, scaleResolutionDownBy: 1, maxFramerate: 30 },
  { maxBitrate: 1_200_000, scaleResolutionDownBy: 1.5, maxFramerate: 30 },
  { maxBitrate: 700_000, scaleResolutionDownBy: 2, maxFramerate: 24 },
  { maxBitrate: 450_000, scaleResolutionDownBy: 2, maxFramerate: 20 },
  { maxBitrate: 300_000, scaleResolutionDownBy: 3, maxFramerate: 15 },
];

/** From all that the plan allows down to no picture. */
export const STEPS = 3;
const FULL = 0;
/** While a screen is shown the camera is small beside it, so it is as many steps ahead of the screen on the way down. */
const CAMERA_AHEAD = 2;
/** Of the plan. The rest is the camera's. */
const SCREEN_PART = 0.75;
/** Letters stand still most of the time, and are to be read: few frames, all of their size. */
const SCREEN_FRAMES = 15;
const LEAST_SCREEN_FRAMES = 3;
const BAD_LOSS = 0.08;
const BAD_SECONDS = 1.5;
/** Two samples in a row may be chance no more; it takes longer to believe that all is well. */
const BAD_IN_A_ROW = 2;
const GOOD_IN_A_ROW = 6;
const MOST_PATIENCE = 8;
/** How much the last report counts, beside all before it. */
const NEWS = 0.5;

/**
 * @param {number} others how many people get our pictures
 * @param {number} step from 0, all that the plan allows, to STEPS, nothing
 * @param {Shown} shown
 * @returns {Shares}
 */
export function sharesOf(others, step, shown) {
  const plan = PLANS[Math.min(Math.max(others, 1), PLANS.length) - 1];
  if (plan === undefined) {
    throw new RangeError('no plan');
  }
  const camera = cameraShare(plan, shown === 'nothing' ? step : step + CAMERA_AHEAD);
  return { camera, screen: screenShare(plan, step, shown === 'motion' ? plan.maxFramerate : SCREEN_FRAMES) };
}

/** @param {Omit<Share, 'active'>} plan @param {number} step @returns {Share} */
function cameraShare(plan, step) {
  const less = 2 ** step;
  return {
    active: step < STEPS,
    maxBitrate: Math.round(plan.maxBitrate / less),
    scaleResolutionDownBy: plan.scaleResolutionDownBy * Math.sqrt(less),
    maxFramerate: Math.max(8, Math.round(plan.maxFramerate / Math.sqrt(less))),
  };
}

/** @param {Omit<Share, 'active'>} plan @param {number} step @param {number} frames @returns {Share} */
function screenShare(plan, step, frames) {
  const less = 2 ** step;
  return {
    active: step < STEPS,
    maxBitrate: Math.round((SCREEN_PART * plan.maxBitrate) / less),
    // Where frames come first, the browser makes them smaller by itself.
    scaleResolutionDownBy: 1,
    maxFramerate: Math.max(LEAST_SCREEN_FRAMES, Math.round(frames / less)),
  };
}

/**
 * What the reports of one connection say together. A report is of some two hundred packets: where one in twenty is lost,
 * chance alone makes it one in twelve now and then, and nobody should lose a picture for that.
 */
export class Trend {
  #loss = 0;
  #seconds = 0;
  /** Of the last report. */
  #at = -1;

  /** @param {Sample & {at: number}} report counts once, however often it is heard @returns {Sample} */
  hear({ loss, seconds, at }) {
    if (at !== this.#at) {
      this.#at = at;
      this.#loss += NEWS * (loss - this.#loss);
      this.#seconds += NEWS * (seconds - this.#seconds);
    }
    return { loss: this.#loss, seconds: this.#seconds };
  }
}

/** @param {Sample} sample */
const isBad = ({ loss, seconds }) => loss > BAD_LOSS || seconds > BAD_SECONDS;

/**
 * One step for all connections. It goes down soon and comes back slowly, and more slowly each time that coming back
 * was too early.
 */
export class Budget {
  #step = FULL;
  #bad = 0;
  #good = 0;
  #patience = 1;

  get step() {
    return this.#step;
  }

  /**
   * Take in what all connections say. Trouble of one of several is that one's; of most of them it is ours.
   *
   * @param {Sample[]} samples
   * @returns {boolean} has the step changed?
   */
  hear(samples) {
    if (samples.length === 0) {
      return false;
    }
    const inTrouble = samples.filter(isBad).length * 2 > samples.length;
    this.#bad = inTrouble ? this.#bad + 1 : 0;
    this.#good = inTrouble ? 0 : this.#good + 1;
    if (this.#bad >= BAD_IN_A_ROW && this.#step < STEPS) {
      this.#step += 1;
      this.#bad = 0;
      this.#patience = Math.min(MOST_PATIENCE, this.#patience * 2);
      return true;
    }
    if (this.#good >= GOOD_IN_A_ROW * this.#patience && this.#step > FULL) {
      this.#step -= 1;
      this.#good = 0;
      return true;
    }
    return false;
  }

  /** Nobody is here any more: begin anew. */
  reset() {
    this.#step = FULL;
    this.#bad = this.#good = 0;
    this.#patience = 1;
  }
}
