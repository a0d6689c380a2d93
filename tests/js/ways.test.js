import assert from 'node:assert/strict';
import test from 'node:test';

import { Ways, whyNoWay } from '../../static/js/peer/ways.js';

const HOST = 'candidate:1 1 udp 1 192.0.2.2 5 typ host';
const RELAY = 'candidate:1 1 udp 1 198.51.100.9 5 typ relay raddr 0.0.0.0 rport 9';

test('why there is no way, over all that one side can know', () => {
  const cases = [
    // own, theirs, errors, hasRelay, hide
    [[], ['host'], [], true, true, 'relay_silent'],
    [[], ['host'], [701], true, true, 'relay_silent'],
    [[], ['host'], [701, 401], true, true, 'relay_refused'],
    [[], ['host'], [486], true, true, 'relay_full'],
    [[], ['host'], [], true, false, 'no_way_here'],
    [[], [], [], false, false, 'no_way_here'],
    [['host'], [], [], true, false, 'no_way_there'],
    [['relay'], [], [], true, true, 'no_way_there'],
    [['host', 'srflx'], ['host'], [], false, false, 'no_relay'],
    [['host'], ['host'], [701], true, false, 'relay_unreachable'],
    [['host'], ['host', 'srflx'], [701, 403], true, false, 'relay_refused'],
    [['host'], ['host'], [508], true, false, 'relay_full'],
    [['host', 'relay'], ['host'], [], true, false, 'connection_failed'],
    [['host'], ['relay'], [401], true, false, 'connection_failed'],
  ];
  for (const [own, theirs, errors, hasRelay, hide, reason] of cases) {
    const evidence = { own: new Set(own), theirs: new Set(theirs), errors: new Set(errors), hasRelay, hide };
    assert.equal(whyNoWay(evidence), reason, JSON.stringify([own, theirs, errors, hasRelay, hide]));
  }
});

test('the evidence is what was told, what was heard, and what the relay answered', () => {
  const pc = { getConfiguration: () => ({ iceServers: [{ urls: ['stun:a', 'turns:b?transport=tcp'] }] }) };
  const ways = new Ways(pc, false);
  const said = [];
  const say = ways.noting((...words) => said.push(words));
  assert.equal(ways.why(), 'no_way_here');
  say('description', { description: { type: 'offer', sdp: `v=0\r\na=${HOST}\r\n` } });
  say('candidate', { candidate: null });
  assert.deepEqual([said.length, ways.why()], [2, 'no_way_there']);
  ways.hear(`v=0\r\na=fmtp:96 typ relay\r\na=${HOST}`);
  assert.equal(ways.why(), 'relay_unreachable');
  pc.onicecandidateerror({ errorCode: 401 });
  assert.equal(ways.why(), 'relay_refused');
  ways.hear(undefined);
  ways.hear(RELAY);
  assert.equal(ways.why(), 'connection_failed');
});
