// @ts-check
// In the admin: a button beside each channel's link that copies it, with a key where one belongs to the channel.

import { newFragment } from '../sealing/link.js';

const COPIED = 'Copied';
const COPIED_WITH_KEY = 'Copied: give everybody this same link, it is shown nowhere again';

for (const link of document.querySelectorAll('a[data-copy-link]')) {
  if (link instanceof HTMLAnchorElement) {
    addButton(link, link.dataset.copyLink === 'sealed');
  }
}

/** @param {HTMLAnchorElement} link @param {boolean} isSealed */
function addButton(link, isSealed) {
  // One key for as long as the page lives: people with links of two keys would not hear each other.
  const whole = link.href + (isSealed ? newFragment() : '');
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
