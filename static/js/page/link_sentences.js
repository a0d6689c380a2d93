// @ts-check
// What the ways to give the link on have to say.

import { say } from './say.js';

export const LINK_COPIED = say('Link copied.');
export const LINK_NOT_COPIED = say('The browser did not let the link be copied. Copy it from the address bar.');
export const KEY_NOT_COPIED = say('The browser did not let the link be copied. Show its QR code, or copy it from where you got it.');
export const LINK_WITHOUT_KEY =
  say('The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.');
export const LINK_INCOMPLETE =
  say('The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.');
export const LINK_SHARED = say('Link handed over.');
export const LINK_NOT_SHARED = say('The link could not be shared. Copy it, and send it yourself.');
export const CODE_NOT_LOADED = say('The QR code could not be loaded. Check your connection, then try again.');
export const CODE_TOO_LONG = say('The link is too long for a QR code. Copy it, and send it yourself.');
