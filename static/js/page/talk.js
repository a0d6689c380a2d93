// @ts-check

import { Talks } from '../peer/talks.js';
import { byId, keyedList, setText } from './elements.js';
import { NOBODY } from './sentences.js';
import { isInCall } from './state.js';
import { textView } from './text.js';
import { floodedSentence, newWords, refusalSentence, wroteSentence } from './words.js';

/** @import { Item } from '../peer/talks.js' */
/** @import { State } from './state.js' */

/** Nearer than this to its end, the log follows what comes. */
const NEAR = 80;

/**
 * The sheet beside a call: what people write each other.
 *
 * @typedef {ReturnType<typeof talkView>} TalkView
 * @param {{tell: (text: string) => void}} actions
 */
export function talkView({ tell }) {
  const talks = new Talks();
  const channel = byId('channel', HTMLElement);
  const sheet = byId('sheet', HTMLElement);
  const button = byId('chat', HTMLButtonElement);
  const log = byId('talk', HTMLElement);
  const empty = byId('talk-empty', HTMLElement);
  const update = keyedList(byId('talk-items', HTMLElement), (/** @type {Item} */ item) => item.id, textView);
  const news = newsView();
  let open = false;
  let talking = false;
  let drawing = false;

  const draw = () => {
    drawing = false;
    const { items } = talks;
    const shown = open && talking;
    const follows = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    button.hidden = !talking;
    button.setAttribute('aria-expanded', String(shown));
    sheet.hidden = !shown;
    channel.dataset.sheet = shown ? 'open' : 'closed';
    empty.hidden = items.length > 0;
    update(items);
    if (shown) {
      news.clear();
    }
    if (shown && follows) {
      log.scrollTop = log.scrollHeight;
    }
  };
  const drawSoon = () => {
    if (!drawing) {
      drawing = true;
      requestAnimationFrame(draw);
    }
  };

  const form = formView(talks);
  /** @param {boolean} to */
  const turn = (to) => {
    open = to;
    draw();
    if (open) {
      log.scrollTop = log.scrollHeight;
      form.focus();
    } else {
      button.focus();
    }
  };
  button.addEventListener('click', () => turn(!open));
  byId('sheet-close', HTMLButtonElement).addEventListener('click', () => turn(false));
  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      turn(false);
    }
  });

  talks.on('change', drawSoon);
  talks.on('flooded', ({ name }) => tell(floodedSentence(name || NOBODY)));
  talks.on('came', ({ name }) => {
    if (sheet.hidden) {
      news.add();
      tell(wroteSentence(name || NOBODY));
    }
  });

  return {
    talks,
    /** @param {State} state */
    update(state) {
      const now = isInCall(state);
      if (now !== talking) {
        talking = now;
        // A call begins with pictures; what comes is told.
        open = false;
        news.clear();
        form.clear();
        draw();
      }
    },
  };
}

/** How much came while the sheet was closed. */
function newsView() {
  const badge = byId('chat-new', HTMLElement);
  let count = 0;
  const show = () => {
    badge.hidden = count === 0;
    badge.dataset.count = count > 99 ? '99+' : String(count);
    setText(badge, count === 0 ? '' : newWords(count));
  };
  return {
    add() {
      count += 1;
      show();
    },
    clear() {
      count = 0;
      show();
    },
  };
}

/** Where a text is written. @param {Talks} talks */
function formView(talks) {
  const form = byId('talk-form', HTMLFormElement);
  const field = byId('message', HTMLTextAreaElement);
  const problem = byId('talk-problem', HTMLElement);
  /** @param {string} text */
  const say = (text) => {
    problem.hidden = text === '';
    setText(problem, text);
  };
  const send = () => {
    const refusal = talks.say(field.value);
    say(refusal === null ? '' : refusalSentence(refusal));
    if (refusal === null) {
      field.value = '';
    }
    field.focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener('keydown', (event) => {
    // While a character is composed of several keys, Enter belongs to that.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  field.addEventListener('input', () => say(''));
  return {
    focus: () => field.focus(),
    clear() {
      field.value = '';
      say('');
    },
  };
}
