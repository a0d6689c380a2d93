// @ts-check

import { byId, setText } from './elements.js';
import { VERDICTS, betterOf, verdictOf } from './verdict.js';

/** @import { Measured, Verdict } from './verdict.js' */

const QUESTIONS = 5;
const PATIENCE_MS = 4000;
const SECOND_LOOK_MS = 3000;

/**
 * One line at the door on the connection to this service, and to nobody else. It is measured once, when the page has
 * come, and again when the browser has been offline.
 *
 * @param {() => boolean} isAtDoor
 */
export function networkLine(isAtDoor) {
  const line = byId('network', HTMLElement);
  // Any file of the page does: only the time of the answer counts.
  const file = document.querySelector('use')?.href.baseVal.split('#')[0] ?? '';
  /** Counts the looks, so that one from before the line was cut says nothing. */
  let look = 0;

  /** @param {Verdict | 'offline'} verdict */
  const tell = (verdict) => {
    line.dataset.verdict = verdict;
    setText(line, VERDICTS[verdict]);
  };
  const measure = async () => {
    const mine = ++look;
    let verdict = verdictOf(await ask(file));
    if (verdict !== 'good') {
      await new Promise((done) => setTimeout(done, SECOND_LOOK_MS));
      verdict = betterOf(verdict, verdictOf(await ask(file)));
    }
    if (mine === look && isAtDoor()) {
      tell(verdict);
    }
  };
  const begin = () => {
    if (navigator.onLine) {
      measure();
    } else {
      look++;
      tell('offline');
    }
  };
  window.addEventListener('offline', begin);
  window.addEventListener('online', () => {
    delete line.dataset.verdict;
    setText(line, '');
    if (isAtDoor()) {
      begin();
    }
  });
  if (document.readyState === 'complete') {
    begin();
  } else {
    window.addEventListener('load', begin, { once: true });
  }
}

/** @param {string} file @returns {Promise<Measured>} */
async function ask(file) {
  const { connection } = /** @type {{connection?: {effectiveType?: string}}} */ (/** @type {unknown} */ (navigator));
  /** @type {number[]} */
  const times = [];
  let lost = 0;
  // The first answer may have waited for a connection to be made, and counts for nothing.
  for (let question = 0; question <= QUESTIONS; question++) {
    const began = performance.now();
    const came = await fetch(file, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      () => true,
      () => false,
    );
    if (question > 0) {
      times.push(...(came ? [performance.now() - began] : []));
      lost += came ? 0 : 1;
    }
  }
  return { times, lost, kind: connection?.effectiveType };
}
