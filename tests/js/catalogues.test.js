import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import { PARTS, saidTexts, valuesOf } from './texts.js';

const JS = new URL('../../static/js/', import.meta.url);
const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja'];
const said = saidTexts();

/** A catalogue teaches; here it is only read. */
async function catalogueOf(language, part) {
  const source = readFileSync(new URL(`catalogue/${language}/${part}.js`, JS), 'utf8');
  const reading = source.replace(/import .*;/, 'export let words; const learn = (tag, found) => { words = found; };');
  return (await import(`data:text/javascript,${encodeURIComponent(reading)}`)).words;
}

test('there is a catalogue for each language and no other', () => {
  assert.deepEqual(readdirSync(new URL('catalogue/', JS)).sort(), LANGUAGES);
  assert.ok(said.door.texts.size > 100 && said.room.counted.size > 1, 'the texts were found');
});

for (const language of LANGUAGES) {
  for (const part of PARTS) {
    const { texts, counted } = said[part];

    test(`everything of the ${part} is said in ${language}, and nothing that nobody says`, async () => {
      const words = await catalogueOf(language, part);
      assert.deepEqual([...texts, ...counted].filter((text) => !(text in words)), [], 'without a translation');
      assert.deepEqual(Object.keys(words).filter((text) => !texts.has(text) && !counted.has(text)), [], 'said nowhere');
    });

    test(`the ${part} in ${language} keeps every value, and has each plural that it needs`, async () => {
      const words = await catalogueOf(language, part);
      const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
      for (const [text, translated] of Object.entries(words)) {
        const isCounted = counted.has(text);
        const forms = isCounted ? Object.values(translated) : [translated];
        assert.deepEqual(isCounted ? Object.keys(translated).sort() : needed, needed, text);
        assert.deepEqual(valuesOf(isCounted ? translated.other : translated), valuesOf(text), text);
        for (const form of forms) {
          assert.ok(form.trim() !== '' && valuesOf(form).every((word) => valuesOf(text).includes(word)), text);
          assert.equal(/[.…]$/.test(form) || form.endsWith('。'), /[.…]$/.test(text), `${text}: a sentence stays one`);
        }
      }
    });
  }
}

test('the browser code says nothing to people but through say()', () => {
  for (const name of readdirSync(new URL('page/', JS)).filter((one) => one.endsWith('.js'))) {
    const source = readFileSync(new URL(`page/${name}`, JS), 'utf8').replace(/\/\*.*?\*\/|\/\/.*/gs, '');
    const bare = source.replace(/say(?:Count)?\((?:[^()]|\([^()]*\))*\)|throw new \w+\([^;]*;/g, '');
    const sentences = [...bare.matchAll(/(['"`])([A-Z][a-z]+ [a-z][^'"`]*)\1/g)].map(([, , text]) => text);
    assert.deepEqual(sentences, [], name);
  }
});
