// @ts-check

import { byId } from './elements.js';

/** What somebody does before pressing *Join*, or as the first half of it. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown'];

/**
 * What only those who join need is no part of the first load. It is fetched at the first sign of somebody at the door,
 * all modules at once: the page holds their list.
 *
 * @returns {() => Promise<typeof import('./room.js')>} for *Join*; fails when the service cannot be reached
 */
export function roomLater() {
  const list = byId('room-modules', HTMLTemplateElement);
  /** @type {Promise<typeof import('./room.js')> | null} */
  let coming = null;
  const bring = () => {
    document.head.append(list.content);
    coming ??= import('./room.js').catch((error) => {
      coming = null;
      throw error;
    });
    return coming;
  };
  for (const sign of SIGNS) {
    document.addEventListener(sign, () => bring().catch(() => {}), { capture: true, once: true, passive: true });
  }
  return bring;
}
