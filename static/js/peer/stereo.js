// @ts-check

import { PLACES } from './places.js';

const SOUND = PLACES.findIndex(({ name }) => name === 'sound');

/**
 * The same description, with the sound of a screen in stereo, coming and going (RFC 7587, 7.1). Browsers take Opus for mono
 * until a description says otherwise; voices stay so.
 *
 * @param {string} sdp
 * @returns {string}
 */
export function inStereo(sdp) {
  const [session = '', ...places] = sdp.split(/^(?=m=)/m);
  const sound = places[SOUND];
  if (sound?.startsWith('m=audio ')) {
    places[SOUND] = withStereo(sound);
  }
  return [session, ...places].join('');
}

/** @param {string} place */
function withStereo(place) {
  const [line = '', format = ''] = /^a=rtpmap:(\d+) opus\/48000\/2\r\n/im.exec(place) ?? [];
  const parameters = new RegExp(`^(a=fmtp:${format} )(.*)\\r\\n`, 'm');
  const stereo = 'stereo=1;sprop-stereo=1';
  if (line === '' || /(?:^|;)\s*stereo=/.test(parameters.exec(place)?.[2] ?? '')) {
    return place;
  }
  return parameters.test(place)
    ? place.replace(parameters, `$1$2;${stereo}\r\n`)
    : place.replace(line, `${line}a=fmtp:${format} ${stereo}\r\n`);
}
