// @ts-check

/** @import { PeerRecord } from './directory.js' */

/** Somebody who vanished while it rang may come back within this time. */
const ABSENCE_MS = 2000;
/** After a restart of the server everybody comes back, each at a time of their own. */
const RESTART_MS = 12000;

/**
 * The peer is not in the channel any more: what rings is over, unless it comes back soon. A running call lives as long as its media.
 *
 * @param {PeerRecord} record
 * @param {boolean} restarted was the line lost on this side as well?
 */
export function awaitReturn(record, restarted) {
  clearTimeout(record.absence);
  const { call } = record;
  const rings = () => call?.state === 'offering' || call?.state === 'ringing';
  if (rings()) {
    record.absence = setTimeout(() => rings() && call?.abandon(), restarted ? RESTART_MS : ABSENCE_MS);
  }
}
