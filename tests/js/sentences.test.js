import assert from 'node:assert/strict';
import test from 'node:test';

import { FAILURES } from '../../static/js/peer/call_ends.js';
import { callEndSentence } from '../../static/js/page/call_sentences.js';
import { mediaSentence } from '../../static/js/page/media_sentences.js';
import { doorSentence, endSentence, startSentence } from '../../static/js/page/sentences.js';
import { clock, duration } from '../../static/js/page/times.js';

test('times read as people say them', () => {
  assert.deepEqual([0, 48, 60, 125, 3600, 3840].map(duration), ['0 s', '48 s', '1 min', '2 min 5 s', '1 h', '1 h 4 min']);
  assert.deepEqual([0, 65, 3661].map(clock), ['0:00', '1:05', '1:01:01']);
});

test('a call tells why it ended and how long it lasted', () => {
  assert.equal(callEndSentence('they_hung_up', 'Bo', 120), 'Bo hung up. The call lasted 2 min.');
  assert.equal(callEndSentence('unanswered', '', 0), 'Guest did not answer. Try again later.');
  assert.match(callEndSentence('relay_silent', 'Bo', 0), /^No relay answered, .* Bo .*\. Try again later/);
  assert.match(callEndSentence('blocked', 'Bo', 0), /^You blocked Bo for this visit\./);
  assert.equal(callEndSentence('yielded', 'Bo', 0), '');
});

test('no way to each other is told with the side, the reason and what to try', () => {
  const told = FAILURES.map((reason) => callEndSentence(reason, 'Bo', 0));
  assert.equal(new Set(told).size, FAILURES.length);
  for (const text of told) {
    assert.match(text, / Bo\b.*([Tt]ry|[Aa]sk|tell the operator)/);
    assert.doesNotMatch(text, /!|ICE|TURN|candidate/);
  }
});

test('one trouble of both devices is one sentence', () => {
  assert.match(mediaSentence('no_device', 'no_device'), /^No camera or microphone was found/);
  assert.match(mediaSentence('device_busy', 'permission_denied'), /camera.*microphone/);
  assert.equal(mediaSentence(null, null), '');
});

test('every sentence says what to do next, without shouting', () => {
  const codes = ['replaced', 'removed', 'expired', 'channel_closed', 'channel_unknown', 'channel_full', 'address_full', 'locked', 'banned', 'wrong_session', 'bad_credentials', 'x'];
  const texts = [
    ...codes.map((code) => endSentence(code).text),
    ...['server_unreachable', 'try_later', 'too_many', 'service_full', 'proof_needed', 'insecure_context', 'x'].map((code) => doorSentence(code).text),
    ...['too_many', 'not_allowed', 'try_later', 'proof_needed', 'x'].map(startSentence),
  ];
  for (const text of texts) {
    assert.doesNotMatch(text, /!|ICE|SDP|WebSocket/, text);
    assert.ok(text.split(/[.;:,] /).length >= 2, text);
  }
});
