// What the page's code says to people: every text that goes through say() and sayCount(), read from the source.

import { readFileSync, readdirSync } from 'node:fs';

import { EMOJI } from '../../static/js/sealing/emoji.js';

const ROOT = new URL('../../', import.meta.url);
const TEXT = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`;
const SAY = new RegExp(String.raw`(?<![\w.#])say\(\s*(?:${TEXT})`, 'g');
const COUNT = new RegExp(String.raw`(?<![\w.#])sayCount\([^,]+,\s*(?:${TEXT}),\s*(?:${TEXT})`, 'g');

const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');
const plain = (text) => text.replace(/\\(.)/g, '$1');
const namedIn = (template) => new Set(Array.from(read(`templates/peers/${template}`).matchAll(/js\/page\/(\w+\.js)/g), ([, name]) => name));

/** The parts of a catalogue: what is there from the start, what comes with the room, and the page that tests. */
export const PARTS = /** @type {const} */ (['door', 'room', 'test']);

/** @returns {Record<'door' | 'room' | 'test', {texts: Set<string>, counted: Set<string>}>} said, and said with a number, by its form for many */
export function saidTexts() {
  const [room, door, test] = [namedIn('room_modules.html'), namedIn('modules.html'), namedIn('self_test_modules.html')];
  const said = { door: empty(), room: empty(), test: empty() };
  // Compared in a call only.
  EMOJI.forEach(([, word]) => said.room.texts.add(word));
  for (const name of readdirSync(new URL('static/js/page/', ROOT)).filter((one) => one.endsWith('.js'))) {
    const source = read(`static/js/page/${name}`);
    const texts = [...source.matchAll(SAY)].map(([, one, other]) => plain(one ?? other)).filter((text) => text !== '');
    const counted = [...source.matchAll(COUNT)].map(([, , , one, other]) => plain(one ?? other));
    const parts = [...(room.has(name) ? ['room'] : []), ...(test.has(name) ? ['test'] : [])];
    for (const part of door.has(name) || parts.length === 0 ? [...parts, 'door'] : parts) {
      texts.forEach((text) => said[part].texts.add(text));
      counted.forEach((text) => said[part].counted.add(text));
    }
  }
  // Whoever is in the room has come through the door.
  said.door.texts.forEach((text) => said.room.texts.delete(text));
  said.door.counted.forEach((text) => said.room.counted.delete(text));
  return said;
}

const empty = () => ({ texts: new Set(), counted: new Set() });

/** @param {string} text @returns {string[]} the words that stand for values */
export const valuesOf = (text) => [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, word]) => word))].sort();
