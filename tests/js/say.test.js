import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { learn, locale, say, sayCount } from '../../static/js/page/say.js';

afterEach(() => {
  learn('xx', {});
  learn('en', {});
});

test('English is what stands in the code', () => {
  assert.equal(locale().slice(0, 2), 'en');
  assert.equal(say('{name} hung up.', { name: 'Bo' }), 'Bo hung up.');
  assert.equal(sayCount(1, '{count} file', '{count} files'), '1 file');
  assert.equal(sayCount(2000, '{count} file', '{count} files'), '2,000 files');
});

test('a language that was learned is spoken, and English where it has no word', () => {
  learn('de', { '{name} hung up.': '{name} hat aufgelegt.' });
  assert.equal(say('{name} hung up.', { name: 'Bo' }), 'Bo hat aufgelegt.');
  assert.equal(say('Hang up'), 'Hang up');
  assert.equal(say('{size} left', { size: 1234.5 }), '1.234,5 left');
});

test('more words of the same language come to those that are known', () => {
  learn('de', { Here: 'Hier' });
  learn('de', { There: 'Dort' });
  assert.equal(`${say('Here')} ${say('There')}`, 'Hier Dort');
});

test('each language counts in its own way', () => {
  learn('ar', { '{count} files': { zero: 'لا ملفات', one: 'ملف واحد', two: 'ملفان', few: '{count} ملفات', many: '{count} ملفًا', other: '{count} ملف' } });
  const counted = [0, 1, 2, 3, 11, 100].map((count) => sayCount(count, '{count} file', '{count} files').replace(/[0-9٠-٩]+/, 'N'));
  assert.deepEqual(counted, ['لا ملفات', 'ملف واحد', 'ملفان', 'N ملفات', 'N ملفًا', 'N ملف']);
});

test('a name is kept together where the text runs the other way', () => {
  learn('ar', { '{name} hung up.': 'أنهى {name} المكالمة.' }, { rightToLeft: true });
  assert.equal(say('{name} hung up.', { name: 'Bo (2)' }), 'أنهى \u2068Bo (2)\u2069 المكالمة.');
});

test('what a name says is not a text to fill in', () => {
  assert.equal(say('{name} wrote {text}', { name: '{text}', text: 'x' }), '{text} wrote x');
  assert.equal(say('{toString} and {missing}', {}), '{toString} and {missing}');
});
