import assert from 'node:assert/strict';
import test from 'node:test';

import { inStereo } from '../../static/js/peer/stereo.js';

const sdp = (...lines) => lines.map((line) => `${line}\r\n`).join('');
const AUDIO = ['m=audio 9 UDP/TLS/RTP/SAVPF 111 63', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1', 'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111'];
const VIDEO = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000'];
const DATA = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel'];
const described = (sound) => sdp('v=0', 's=-', ...AUDIO, ...VIDEO, ...VIDEO, ...sound, ...DATA);

test('only the sound of a screen is in stereo, and only its Opus', () => {
  const stereo = AUDIO.with(2, 'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1');
  assert.equal(inStereo(described(AUDIO)), described(stereo));
  assert.equal(inStereo(described(stereo)), described(stereo), 'once');
});

test('Opus without parameters gets some, and what is no Opus none', () => {
  const bare = AUDIO.slice(0, 2);
  assert.equal(inStereo(described(bare)), described([...bare, 'a=fmtp:111 stereo=1;sprop-stereo=1']));
  const other = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=rtpmap:0 PCMU/8000'];
  assert.equal(inStereo(described(other)), described(other));
});

test('a description without that place stays as it is', () => {
  for (const text of [sdp('v=0', ...AUDIO), sdp('v=0', ...AUDIO, ...VIDEO, ...VIDEO, ...VIDEO), 'offer 1', '']) {
    assert.equal(inStereo(text), text);
  }
});
