// @ts-check

import { CHECKS } from './results.js';

/** @import { Result } from './results.js' */

/**
 * What somebody sends to whoever runs the service: results, codes and timings. Nothing in it tells who or where they
 * are: every field is one of those named here, and none of them ever held a name, an address or an ID.
 *
 * @param {Result[]} results
 * @param {{browser: string, made: Date}} about
 * @returns {string} JSON that people can read
 */
export function reportOf(results, { browser, made }) {
  const checks = CHECKS.map((name) => {
    const { state, code, figures } = /** @type {Result} */ (results.find((result) => result.name === name));
    return { check: name, result: state === 'asking' ? 'unanswered' : state, ...(code && { code }), ...figures };
  });
  return `${JSON.stringify({ report: 'self-test', version: 1, made: made.toISOString(), browser, checks }, null, 2)}\n`;
}
