// @ts-check

import { CONNECTION_ENDS } from '../peer/call_ends.js';
import { callEndSentence } from './call_sentences.js';

/** @import { After, State } from './state.js' */

/** Whoever hung up or left is missed without a word. @type {readonly After['reason'][]} */
const TOLD = [...CONNECTION_ENDS, 'not_genuine', 'codes_differ', 'they_declined', 'unanswered'];

/**
 * Why somebody is not in the call that goes on.
 *
 * @param {After | undefined} after
 * @returns {string} empty when there is nothing to tell
 */
export const apartSentence = (after) => (after !== undefined && TOLD.includes(after.reason) ? callEndSentence(after.reason, after.name, 0) : '');

/**
 * Tells it once: another try that fails as well is no news.
 *
 * @param {(text: string) => void} tell
 * @returns {(state: State) => void}
 */
export function apartView(tell) {
  /** @type {Set<string>} */
  let told = new Set();
  return ({ apart }) => {
    const reasons = Object.entries(apart).map(([id, after]) => ({ id, text: apartSentence(after) })).filter(({ text }) => text !== '');
    const news = reasons.filter(({ id }) => !told.has(id));
    told = new Set(reasons.map(({ id }) => id));
    if (news.length > 0) {
      tell(news.map(({ text }) => text).join(' '));
    }
  };
}
