// @ts-check

import { copyOf, setText, within } from './elements.js';
import { locale } from './say.js';
import { NOBODY } from './sentences.js';
import { ARRIVED, OWN, WAITING } from './words.js';

/** @import { TextItem } from '../peer/items.js' */

// Characters that turn the direction of what follows end an address: they would show another one than is opened.
const LINK = /https:\/\/[^\s<>"\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const CLOCK = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** One text. @param {TextItem} item */
export function textView({ own, text, at }) {
  const root = copyOf('text-template');
  const name = within(root, '.text-name', HTMLElement);
  const state = within(root, '.text-state', HTMLElement);
  root.dataset.own = String(own);
  timeOf(root, at);
  within(root, '.text-body', HTMLElement).append(...withLinks(text));
  return {
    root,
    /** @param {TextItem} item */
    update(item) {
      setText(name, own ? OWN : item.name || NOBODY);
      root.dataset.state = item.state;
      setText(state, own ? (item.state === 'arrived' ? ARRIVED : WAITING) : '');
    },
  };
}

/** When something was said. @param {HTMLElement} root @param {number} at */
export function timeOf(root, at) {
  const time = within(root, '.text-time', HTMLTimeElement);
  setText(time, CLOCK.format(at));
  time.dateTime = new Date(at).toISOString();
}

/** Plain text, in which secure addresses can be pressed. @param {string} text @returns {(string | Node)[]} */
function withLinks(text) {
  /** @type {(string | Node)[]} */
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = found.replace(/[.,;:!?)\]}'»”]+$/, '');
    const link = URL.canParse?.(address) ? linkTo(address) : address;
    parts.push(text.slice(end, index), link);
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}

/** @param {string} address */
function linkTo(address) {
  const link = document.createElement('a');
  link.textContent = address;
  link.dir = 'ltr';
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}
