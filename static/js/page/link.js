// @ts-check
// The ways in which a person gives the link of this channel on. The key in it never leaves the browser by itself.

import {
  CODE_NOT_LOADED, CODE_TOO_LONG, KEY_NOT_COPIED, LINK_COPIED, LINK_INCOMPLETE, LINK_NOT_COPIED, LINK_NOT_SHARED, LINK_SHARED, LINK_WITHOUT_KEY,
} from './link_sentences.js';

/** @import { ChannelKey } from './channel_key.js' */

/**
 * @typedef {object} LinkActions
 * @property {() => Promise<void>} copyLink
 * @property {() => Promise<void>} shareLink by whatever the system offers
 * @property {() => Promise<void>} showCode
 */

/** Has this browser a way to share? */
export const canShareLinks = () => typeof navigator.share === 'function';

/**
 * @param {object} options
 * @param {Promise<ChannelKey> | null} options.taken
 * @param {boolean} options.isSealed says the server
 * @param {string} options.topic
 * @param {(text: string) => void} options.tell
 * @returns {LinkActions}
 */
export function linkActions({ taken, isSealed, topic, tell }) {
  /** The key is in the memory of this visit alone: after a reload the whole link cannot be written again. */
  const whole = async () => {
    const known = (await taken) ?? { fragment: '', isSealed };
    return known.isSealed && known.fragment === '' ? null : location.origin + location.pathname + known.fragment;
  };
  return {
    async copyLink() {
      const link = await whole();
      if (link === null) {
        tell(LINK_WITHOUT_KEY);
        return;
      }
      try {
        await navigator.clipboard.writeText(link);
        tell(LINK_COPIED);
      } catch {
        // The address bar has it without the key.
        tell(link.includes('#') ? KEY_NOT_COPIED : LINK_NOT_COPIED);
      }
    },

    async shareLink() {
      const link = await whole();
      if (link === null) {
        tell(LINK_INCOMPLETE);
        return;
      }
      try {
        await navigator.share({ title: topic, url: link });
        tell(LINK_SHARED);
      } catch (error) {
        // Whoever closed the list of the system knows that.
        if (/** @type {Error} */ (error).name !== 'AbortError') {
          tell(LINK_NOT_SHARED);
        }
      }
    },

    async showCode() {
      const link = await whole();
      if (link === null) {
        tell(LINK_INCOMPLETE);
        return;
      }
      const later = await import('./link_code.js').catch(() => null);
      if (later === null) {
        tell(CODE_NOT_LOADED);
      } else if (!later.showCode(link)) {
        tell(CODE_TOO_LONG);
      }
    },
  };
}
