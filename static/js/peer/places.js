// @ts-check
// What a connection carries has a place in its descriptions, and both sides know it by that. The first offer makes all
// places, so that whatever is turned on or shown later needs no negotiation.

/**
 * `audio` and `video` are the person's microphone and camera, `screen` is what is shown beside them, and `sound` belongs to it.
 *
 * @typedef {'audio' | 'video' | 'screen' | 'sound'} Place
 * @typedef {Record<Place, MediaStreamTrack | null>} Tracks
 */

/**
 * In their order. What is of one group stays together in time: lips and voice, a film and its sound.
 *
 * @type {readonly {name: Place, kind: 'audio' | 'video', group: 'person' | 'screen'}[]}
 */
export const PLACES = [
  { name: 'audio', kind: 'audio', group: 'person' },
  { name: 'video', kind: 'video', group: 'person' },
  { name: 'screen', kind: 'video', group: 'screen' },
  { name: 'sound', kind: 'audio', group: 'screen' },
];

/**
 * @param {RTCPeerConnection} pc
 * @param {Place} name
 * @returns {RTCRtpTransceiver | null} null as long as no description has the place, or for good if it is of another kind there
 */
export function placeIn(pc, name) {
  const at = PLACES.findIndex((place) => place.name === name);
  const found = pc.getTransceivers()[at];
  return found?.receiver.track.kind === PLACES[at]?.kind ? (found ?? null) : null;
}

/** Does what goes under this name belong to a screen? Browsers count the places from 0. @param {string | undefined} mid */
export const isOfScreen = (mid) => mid !== undefined && PLACES[Number(mid)]?.group === 'screen';
