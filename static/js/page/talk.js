// @ts-check

import { FileStore } from '../peer/file_store.js';
import { Talks } from '../peer/talks.js';
import { onFilesDropped } from './dropped.js';
import { byId, focusBack, keyedList, setText } from './elements.js';
import { fileView } from './file.js';
import { fileRefusal, offersSentence } from './file_words.js';
import { keepingFocus } from './focus.js';
import { NOBODY } from './sentences.js';
import { isInCall } from './state.js';
import { textView } from './text.js';
import { floodedSentence, newWords, refusalSentence, wroteSentence } from './words.js';

/** @import { Item } from '../peer/items.js' */
/** @import { State } from './state.js' */

/** Nearer than this to its end, the log follows what comes. */
const NEAR = 80;
/** Progress comes many times a second; so often it is drawn. */
const DRAW_MS = 150;

/**
 * The sheet beside a call: what people write and send each other.
 *
 * @typedef {ReturnType<typeof talkView>} TalkView
 * @param {{tell: (text: string) => void}} actions
 */
export function talkView({ tell }) {
  const store = new FileStore();
  store.sweep();
  const talks = new Talks({ store });
  const channel = byId('channel', HTMLElement);
  const sheet = byId('sheet', HTMLElement);
  const button = byId('chat', HTMLButtonElement);
  const log = byId('talk', HTMLElement);
  const empty = byId('talk-empty', HTMLElement);
  const update = keyedList(byId('talk-items', HTMLElement), (/** @type {Item} */ item) => item.id, (item) => itemView(item, talks));
  const news = newsView();
  const follow = followEnd(log);
  let open = false;
  let talking = false;
  let drawing = false;
  let drawnAt = 0;

  const draw = () => {
    drawing = false;
    drawnAt = performance.now();
    const { items } = talks;
    // A file that came and was not saved yet outlives the call.
    const isThere = talking || items.length > 0;
    const shown = open && isThere && channel.dataset.layout !== 'trouble';
    button.hidden = !isThere;
    button.setAttribute('aria-expanded', String(shown));
    sheet.hidden = !shown;
    channel.dataset.sheet = shown ? 'open' : 'closed';
    empty.hidden = items.length > 0;
    update(items);
    if (shown) {
      news.clear();
    }
    if (shown) {
      follow();
    }
  };
  const drawSoon = () => {
    if (!drawing) {
      drawing = true;
      // At once after a rest, then at a steady pace; a page that nobody looks at draws as well.
      setTimeout(() => keepingFocus(draw), Math.max(0, drawnAt + DRAW_MS - performance.now()));
    }
  };

  const form = formView(talks);
  /** @param {boolean} to */
  const turn = (to) => {
    open = to;
    draw();
    if (open) {
      form.focus();
    } else {
      focusBack(button);
    }
  };
  button.addEventListener('click', () => turn(!open));
  byId('sheet-close', HTMLButtonElement).addEventListener('click', () => turn(false));
  onFilesDropped((files) => {
    if (talking && files.length > 0) {
      turn(true);
      form.sendFiles(files);
    }
  });
  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      turn(false);
    }
  });

  talks.on('change', drawSoon);
  talks.on('flooded', ({ name }) => tell(floodedSentence(name || NOBODY)));
  talks.on('came', ({ kind, name }) => {
    if (sheet.hidden) {
      news.add();
      tell((kind === 'file' ? offersSentence : wroteSentence)(name || NOBODY));
    }
  });

  return {
    talks,
    isOpen: () => !sheet.hidden,
    /** @param {State} state */
    update(state) {
      const now = isInCall(state);
      if (now !== talking) {
        talking = now;
        // A call begins with pictures; what comes is told. After it, a file that was not saved yet is not forgotten.
        open = !talking && talks.items.length > 0;
        news.clear();
        form.clear();
        draw();
      }
    },
  };
}

/** Stay at the end of a log, unless somebody reads further up. @param {HTMLElement} log */
function followEnd(log) {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  };
  log.addEventListener('scroll', () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  });
  // A keyboard that comes up, or a phone that is turned, moves the end.
  new ResizeObserver(follow).observe(log);
  return follow;
}

/** @param {Item} item @param {Talks} talks @returns {{root: HTMLElement, update: (item: any) => void}} */
function itemView(item, talks) {
  return item.kind === 'file' ? fileView(item, talks) : textView(item);
}

/** How much came while the sheet was closed. */
function newsView() {
  const words = byId('chat-new', HTMLElement);
  const { dataset: drawn } = byId('more', HTMLButtonElement);
  let count = 0;
  const show = () => {
    if (count === 0) {
      delete drawn.news;
    } else {
      drawn.news = count > 99 ? '99+' : String(count);
    }
    setText(words, count === 0 ? '' : newWords(count));
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
  /** @param {File[]} files */
  const sendFiles = (files) => {
    const refusal = files.map((file) => talks.send(file)).find((one) => one !== null);
    say(refusal ? fileRefusal(refusal) : '');
    field.focus();
  };
  const chosen = byId('file', HTMLInputElement);
  byId('send-file', HTMLButtonElement).addEventListener('click', () => chosen.click());
  chosen.addEventListener('change', () => {
    sendFiles([...(chosen.files ?? [])]);
    chosen.value = '';
  });
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
    sendFiles,
    clear() {
      field.value = '';
      say('');
    },
  };
}
