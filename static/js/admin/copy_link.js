// @ts-check
// In the admin: a button beside each channel's link that copies it, with a key where one belongs to the channel.

import { newFragment } from '../sealing/link.js';

const COPIED = 'Copied';
const COPIED_WITH_KEY = 'Copied: give everybody this same link, it is shown nowhere again';

/** @type {Map<string, string>} */
const fragments = new Map();

for (const link of document.querySelectorAll('a[data-copy-link]')) {
  if (link instanceof HTMLAnchorElement) {
    addButton(link, link.dataset.copyLink === 'sealed');
  }
}

/** @param {HTMLAnchorElement} link @param {boolean} isSealed */
function addButton(link, isSealed) {
  const whole = link.href + (isSealed ? fragmentOf(link.href) : '');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.textContent = isSealed ? 'Copy link with a new key' : 'Copy link';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(whole);
      button.textContent = isSealed ? COPIED_WITH_KEY : COPIED;
    } catch {
      // No permission, or not a secure page: then by hand.
      button.replaceWith(fieldWith(whole));
    }
  });
  link.after(' ', button);
}

/**
 * One key for each channel as long as the page lives: people with links of two keys would not hear each other.
 *
 * @param {string} address
 */
function fragmentOf(address) {
  const fragment = fragments.get(address) ?? newFragment();
  fragments.set(address, fragment);
  return fragment;
}

/** @param {string} text */
function fieldWith(text) {
  const field = document.createElement('input');
  field.readOnly = true;
  field.value = text;
  field.size = text.length;
  field.setAttribute('aria-label', 'Link to copy');
  field.addEventListener('focus', () => field.select());
  return field;
}
