// @ts-check

import { isBusy, setBusy } from './busy.js';
import { byId, setText, within } from './elements.js';
import { say } from './say.js';
import { resultWords, stateWord, summaryWords } from './self_test_words.js';

/** @import { Outcome, Result } from '../selftest/results.js' */

/** @type {Record<Outcome, string>} */
const SYMBOLS = { waiting: 'wait', running: 'wait', asking: 'ask', passed: 'done', failed: 'failed', skipped: 'skip' };

/**
 * The list of checks, and what can be done.
 *
 * @param {{start: () => void, answer: (heard: boolean) => void, playAgain: () => void, save: () => void}} actions
 */
export function selfTestView({ start, answer, playAgain, save }) {
  const root = byId('self-test', HTMLElement);
  const { icons = '' } = root.dataset;
  const begin = byId('self-test-start', HTMLButtonElement);
  const report = byId('self-test-report', HTMLButtonElement);
  const summary = byId('self-test-summary', HTMLElement);
  const said = byId('self-test-said', HTMLElement);
  const picture = byId('self-test-picture', HTMLVideoElement);
  const question = byId('self-test-question', HTMLElement);

  begin.addEventListener('click', () => isBusy(begin) || start());
  begin.disabled = false;
  report.addEventListener('click', save);
  byId('self-test-heard', HTMLButtonElement).addEventListener('click', () => answer(true));
  byId('self-test-not-heard', HTMLButtonElement).addEventListener('click', () => answer(false));
  byId('self-test-again', HTMLButtonElement).addEventListener('click', playAgain);

  return {
    /** @param {Result} result */
    show(result) {
      const { name, state } = result;
      const row = byId(`check-${name}`, HTMLDetailsElement);
      row.dataset.state = state;
      within(row, 'use', SVGUseElement).setAttribute('href', `${icons}#${SYMBOLS[state]}`);
      setText(within(row, '.check-state', HTMLElement), stateWord(state));
      setText(within(row, '.check-words', HTMLElement), resultWords(result));
      // Whoever opened a row keeps it open.
      row.open ||= state === 'failed' || state === 'asking';
      if (name === 'speaker') {
        const wasAnswered = question.contains(document.activeElement) && state !== 'asking';
        question.hidden = state !== 'asking';
        if (wasAnswered) {
          within(row, 'summary', HTMLElement).focus();
        }
      }
      if (state !== 'waiting' && state !== 'running') {
        const check = within(row, '.check-name', HTMLElement).textContent ?? '';
        setText(said, say('{check}: {state}.', { check, state: stateWord(state) }));
      }
    },
    /** @param {MediaStreamTrack | null} track */
    showCamera(track) {
      picture.srcObject = track === null ? null : new MediaStream([track]);
      picture.hidden = track === null;
    },
    /** @param {Result[]} results */
    begins(results) {
      document.querySelectorAll('.check').forEach((row) => row.removeAttribute('open'));
      results.forEach((result) => this.show(result));
      root.dataset.state = 'running';
      setBusy(begin, true);
      summary.hidden = report.hidden = true;
      setText(said, say('The test runs.'));
    },
    /** @param {Result[]} results */
    ends(results) {
      const failures = results.some(({ state }) => state === 'failed');
      root.dataset.state = failures ? 'failed' : 'passed';
      setBusy(begin, false);
      setText(begin, say('Run again'));
      setText(summary, summaryWords(results));
      summary.hidden = report.hidden = false;
    },
  };
}
