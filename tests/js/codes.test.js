import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { CloseCode, ErrorCode, PuntReason, Refusal, isFinalRefusal } from '../../static/js/verto/codes.js';
import { endSentence } from '../../static/js/page/sentences.js';

const PYTHON = readFileSync(new URL('../../verto/core/codes.py', import.meta.url), 'utf8');

/** The members of one enum in the engine's file. */
function members(name) {
  const body = PYTHON.split(`class ${name}(`)[1].split('\nclass ')[0];
  return Object.fromEntries(
    [...body.matchAll(/^ {4}([A-Z_]+) = (?:"([a-z_]+)"|(-?\d+))$/gm)].map(([, key, text, number]) => [key, text ?? Number(number)]),
  );
}

test('the browser and the engine hold the same tables', () => {
  for (const [name, table] of Object.entries({ Refusal, PuntReason, CloseCode, ErrorCode })) {
    assert.deepEqual({ ...table }, members(name), name);
  }
});

test('every way to be sent away has a sentence of its own', () => {
  const unknown = endSentence('no such code');
  const codes = [...Object.values(PuntReason), ...Object.values(Refusal).filter(isFinalRefusal)];
  for (const code of codes.filter((code) => code !== Refusal.ALREADY_LOGGED_IN)) {
    assert.notEqual(endSentence(code), unknown, code);
  }
});
