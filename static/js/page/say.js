// @ts-check
// The words of the page in the visitor's language. English stands in the code and is the key of each translation; the
// catalogue of another language (static/js/catalogue) is loaded before the page's own modules: one part with each of them.

/**
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>>} Forms a text for each plural that the language has
 * @typedef {Record<string, string | Forms>} Catalogue by the English text; by its form for many where it counts
 * @typedef {Record<string, string | number>} Values what stands where the text has `{word}`
 */

/** Keeps a name together where the text around it runs the other way (Unicode UAX #9, FSI and PDI). */
const [ISOLATE, END] = ['\u2068', '\u2069'];

let language = 'en';
/** @type {Catalogue} */
let catalogue = {};
let plurals = new Intl.PluralRules(language);
let isolates = false;

/**
 * Speak another language from now on, or know more of the one that is spoken. Texts that were said before stay.
 *
 * @param {string} tag such as `de` (BCP 47)
 * @param {Catalogue} words
 * @param {{rightToLeft?: boolean}} [options]
 */
export function learn(tag, words, { rightToLeft = false } = {}) {
  catalogue = tag === language ? { ...catalogue, ...words } : words;
  [language, plurals, isolates] = [tag, new Intl.PluralRules(tag), rightToLeft];
}

/**
 * How the visitor writes numbers and times in the language that is spoken: with the habits of their own country, where
 * the browser tells it.
 *
 * @returns {string} such as `de-CH` (BCP 47)
 */
export const locale = () => globalThis.navigator?.languages?.find((tag) => tag.split('-')[0] === language) ?? language;

/**
 * A whole sentence or a name of a control. What has no translation is said in English.
 *
 * @param {string} text in English, with `{word}` for each value
 * @param {Values} [values]
 * @returns {string}
 */
export function say(text, values = {}) {
  const found = catalogue[text];
  return filled(typeof found === 'string' ? found : text, values);
}

/**
 * A sentence with a number in it, which it has as `{count}`.
 *
 * @param {number} count
 * @param {string} one in English
 * @param {string} other in English, for any other number
 * @param {Values} [values]
 * @returns {string}
 */
export function sayCount(count, one, other, values = {}) {
  const found = catalogue[other];
  const text = typeof found === 'object' ? (found[plurals.select(count)] ?? found.other) : undefined;
  return filled(text ?? (count === 1 ? one : other), { ...values, count });
}

/** @param {string} text @param {Values} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, word) => {
    if (!Object.hasOwn(values, word)) {
      return whole;
    }
    const value = values[word] ?? '';
    const written = typeof value === 'number' ? value.toLocaleString(locale()) : value;
    return isolates && typeof value === 'string' ? ISOLATE + written + END : written;
  });
}
