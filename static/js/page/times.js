// @ts-check
// Times as people read them.

import { say } from './say.js';

/** @param {number} seconds @returns {string} such as `48 s`, `2 min 5 s`, `1 h 4 min` */
export function duration(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) {
    return minutes > 0 ? say('{hours} h {minutes} min', { hours, minutes }) : say('{hours} h', { hours });
  }
  if (minutes > 0) {
    return rest > 0 ? say('{minutes} min {seconds} s', { minutes, seconds: rest }) : say('{minutes} min', { minutes });
  }
  return say('{seconds} s', { seconds: rest });
}

/** @param {number} seconds @returns {string} a running clock such as `2:05` */
export function clock(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
