import assert from 'node:assert/strict';
import test from 'node:test';

import { hiding, isElsewhere, isOwnMachine, scrubbedCandidate, scrubbedDescription, withoutOwnMachine } from '../../static/js/peer/privacy.js';

// Written by Chromium 156 and Firefox 153 with a relay at 198.51.100.9, before they were told to use it alone: addresses
// of this kind must not leave, whatever the browser does.
const CHROMIUM = `v=0
o=- 4935329069800151194 2 IN IP4 192.0.2.2
s=-
t=0 0
a=group:BUNDLE 0 1
m=audio 60763 UDP/TLS/RTP/SAVPF 111 63
c=IN IP4 192.0.2.2
a=rtcp:60764 IN IP6 2001:db8::2
a=candidate:2941018688 1 udp 2122194687 192.0.2.2 59159 typ host generation 0 network-id 1
a=candidate:2822639344 1 udp 2122265343 2001:db8::2 49713 typ host generation 0 network-id 2
a=candidate:842163049 1 udp 1685921535 192.0.2.2 59159 typ srflx raddr 10.0.0.7 rport 59159 generation 0 network-id 1 network-cost 10
a=candidate:1147160105 1 udp 58597375 198.51.100.9 60763 typ relay raddr 192.0.2.2 rport 59159 generation 0 network-id 1 network-cost 10
a=candidate:3515056344 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active generation 0 network-id 1
a=ice-ufrag:ZQYh
a=mid:0
m=video 9 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=mid:1
`.replaceAll('\n', '\r\n');

const FIREFOX = `v=0
o=mozilla...THIS_IS_SDPARTA-99.0 8688638314052491569 0 IN IP4 0.0.0.0
s=-
t=0 0
m=audio 63818 UDP/TLS/RTP/SAVPF 109
c=IN IP6 2001:db8::2
a=candidate:0 1 UDP 2122187007 4a8832fd-dcd8-4b8d-bc8d-5a8caac80888.local 40946 typ host
a=candidate:4 1 TCP 2105458943 192.0.2.2 9 typ host tcptype active
a=candidate:1 1 UDP 1685987327 192.0.2.2 40946 typ srflx raddr 0.0.0.0 rport 0
a=candidate:2 1 UDP 92151551 2001:db8:9::9 63818 typ relay raddr 2001:db8::2 rport 63818
a=end-of-candidates
m=video 0 UDP/TLS/RTP/SAVPF 120
c=IN IP4 0.0.0.0
`.replaceAll('\n', '\r\n');

test('of what Chromium writes, only the way by the relay is told', () => {
  const sdp = scrubbedDescription(CHROMIUM);
  assert.doesNotMatch(sdp, /192\.0\.2\.2|10\.0\.0\.7|2001:db8|network|59159/);
  assert.deepEqual(sdp.split('\r\n'), [
    'v=0',
    'o=- 4935329069800151194 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP6 ::',
    'a=candidate:1147160105 1 udp 58597375 198.51.100.9 60763 typ relay raddr 0.0.0.0 rport 9 generation 0',
    'a=ice-ufrag:ZQYh',
    'a=mid:0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:1',
    '',
  ]);
});

test('of what Firefox writes, too; a medium that is not wanted stays so', () => {
  const sdp = scrubbedDescription(FIREFOX);
  assert.doesNotMatch(sdp, /192\.0\.2\.2|2001:db8::2|\.local|40946/);
  assert.match(sdp, /^a=candidate:2 1 UDP 92151551 2001:db8:9::9 63818 typ relay raddr :: rport 9\r$/m);
  assert.match(sdp, /^m=video 0 /m);
  assert.match(sdp, /^m=audio 9 /m);
  assert.match(sdp, /^a=end-of-candidates\r$/m);
});

test('what is scrubbed once stays as it is', () => {
  for (const sdp of [CHROMIUM, FIREFOX]) {
    assert.equal(scrubbedDescription(scrubbedDescription(sdp)), scrubbedDescription(sdp));
  }
});

test('a candidate that is not the relay\'s, or not written as one, is not told', () => {
  const relay = 'candidate:1 1 udp 58597375 198.51.100.9 60763 typ relay raddr 192.0.2.2 rport 59159 generation 0 ufrag ZQYh network-id 1';
  assert.equal(
    scrubbedCandidate(relay),
    'candidate:1 1 udp 58597375 198.51.100.9 60763 typ relay raddr 0.0.0.0 rport 9 generation 0 ufrag ZQYh',
  );
  for (const type of ['host', 'srflx', 'prflx', 'relays', '']) {
    assert.equal(scrubbedCandidate(relay.replace('typ relay', `typ ${type}`)), null, type);
  }
  assert.equal(scrubbedCandidate(relay.replace(' typ', '  typ')), null);
  assert.equal(scrubbedCandidate(''), null);
});

test('hiding: scrubs what is said, and drops the rest', () => {
  const said = [];
  const say = hiding((...words) => said.push(words));
  const candidate = (text) => ({ candidate: { candidate: text, sdpMid: '0', usernameFragment: 'u' } });
  say('candidate', candidate('candidate:1 1 udp 1 192.0.2.2 5 typ host'));
  say('description', { description: { type: 'offer', sdp: CHROMIUM } });
  say('candidate', candidate('candidate:1 1 udp 1 198.51.100.9 5 typ relay raddr 192.0.2.2 rport 6'));
  say('candidate', candidate(''));
  say('candidate', { candidate: null });
  assert.deepEqual(said, [
    ['description', { description: { type: 'offer', sdp: scrubbedDescription(CHROMIUM) } }],
    ['candidate', candidate('candidate:1 1 udp 1 198.51.100.9 5 typ relay raddr 0.0.0.0 rport 9')],
    ['candidate', candidate('')],
    ['candidate', { candidate: null }],
  ]);
});

const at = (address) => `candidate:1 1 udp 2122194687 ${address} 59159 typ host generation 0`;

test('nobody is looked for on the own machine, however it is written', () => {
  const own = [
    '127.0.0.1', '127.1.2.3', '0.0.0.0', '0.0.0.1', '::1', '::', '0:0:0:0:0:0:0:1', '0000::0001', '::ffff:127.0.0.1', '::FFFF:7f00:1',
    '::ffff:0.0.0.0', '::127.0.0.1', 'localhost', 'localhost.', 'a.localhost', 'example.org', 'x.local.example.org', '127.1', '2130706433',
    '0x7f.1', '0177.0.0.1', '::1%lo', '[::1]', '1.2.3.4.5', ':::', 'g::1',
  ];
  assert.deepEqual(own.filter((address) => isElsewhere(at(address))), []);
  const elsewhere = [
    '192.0.2.2', '10.0.0.7', '198.51.100.9', '2001:db8::2', 'fd00::2', 'fe80::1', '::ffff:192.0.2.2', '1::', '::1:0:0:1',
    '4a8832fd-dcd8-4b8d-bc8d-5a8caac80888.local',
  ];
  assert.deepEqual(elsewhere.filter((address) => !isElsewhere(at(address))), []);
});

test('nor by a text that another reader takes apart in another way', () => {
  const tricks = [
    'candidate:1\u00a01\u00a0udp\u00a01\u00a0192.0.2.2 1 udp 1 127.0.0.1 5 typ host',
    'candidate:1 1 udp 1  127.0.0.1 5 typ host',
    'candidate:1\t1\tudp\t1\t192.0.2.2 1 udp 1 127.0.0.1 5 typ host',
    'candidate:1 1 udp 1 192.0.2.2 5 typ host\r\na=candidate:1 1 udp 1 127.0.0.1 5 typ hostx'.replace('typ host\r', 'typ\r'),
    ' candidate:1 1 udp 1 127.0.0.1 5 typ host',
    ' ',
  ];
  assert.deepEqual(tricks.filter(isElsewhere), []);
  assert.ok(isElsewhere(''), 'the last one has no text');
});

test('a description loses its ways to the own machine, and nothing else', () => {
  assert.equal(withoutOwnMachine(CHROMIUM), CHROMIUM);
  for (const end of ['\r\n', '\n', '\r']) {
    for (const name of ['a=candidate:', 'a=Candidate:', 'a= candidate:']) {
      const own = at('127.0.0.1').replace('candidate:', name);
      const elsewhere = `a=${at('192.0.2.2')}`;
      const kept = withoutOwnMachine(['v=0', own, elsewhere, 'a=mid:0', ''].join(end));
      assert.equal(kept, ['v=0', elsewhere, 'a=mid:0', ''].join('\r\n'));
    }
  }
});

test('a page of the own machine', () => {
  assert.deepEqual(['127.0.0.1', 'localhost', '[::1]', '127.9.9.9'].filter((host) => !isOwnMachine(host)), []);
  assert.deepEqual(['127.example.org', 'talk.example.org', '192.0.2.2', '[2001:db8::1]'].filter(isOwnMachine), []);
});
