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
    coming ??= fetched(list).catch((error) => {
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

/** @param {HTMLTemplateElement} list */
async function fetched(list) {
  const dressed = [...list.content.querySelectorAll('link')].filter(({ rel }) => rel === 'stylesheet').map(loaded);
  document.head.append(list.content);
  // The words first: modules say some of theirs when they are loaded.
  const { words = '' } = list.dataset;
  await (words !== '' && import(words));
  const [room] = await Promise.all([import('./room.js'), ...dressed]);
  return room;
}

/** A visit without a style is better than none. @param {HTMLLinkElement} link */
const loaded = (link) => new Promise((done) => {
  link.onload = link.onerror = done;
});
