// @ts-check

import { Call } from './call.js';
import { Connection } from './connection.js';

/** @import { ConnectionOptions } from './connection.js' */
/** @import { Sending } from './control.js' */
/** @import { PeerRecord } from './directory.js' */
/** @import { EnvelopeType } from './envelope.js' */
/** @import { Tracks } from './places.js' */
/** @import { Talks } from './talks.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */

/**
 * @typedef {object} Media what this person sends
 * @property {() => Tracks} tracks
 * @property {() => Sending} sending
 *
 * @typedef {object} Ice
 * @property {() => RTCIceServer[]} current
 * @property {() => Promise<RTCIceServer[]>} renew
 * @property {boolean} hide keep our addresses from the others
 * @property {boolean} local are others of this machine welcome?
 *
 * @typedef {object} DiallingOptions
 * @property {string} self our client ID
 * @property {string} channel
 * @property {VisitKey | null} key our own, where the browser can have one
 * @property {(id: string) => string} visitOf the visit that speaks for a member; empty where nothing is sealed
 * @property {Media} media
 * @property {Ice} ice
 * @property {Pick<Talks, 'begin' | 'end'>} [talks] what people write and send each other
 * @property {(options: ConnectionOptions) => Connection} [connect]
 */

/**
 * How a call with a peer is put together: what it says goes to that peer, and after *accept* it gets a connection.
 *
 * @param {DiallingOptions} options
 * @returns {(record: PeerRecord, dialog: string, on: {met: () => void, connecting: () => void}) => Call}
 */
export function dialling({ self, channel, key, visitOf, media, ice, talks, connect = (to) => new Connection(to) }) {
  return (record, dialog, { met, connecting }) => {
    let seq = 0;
    /** @param {EnvelopeType} type @param {Record<string, any>} payload */
    const send = (type, payload) => record.outbox.push({ type, dialog, seq: seq++, payload });
    return new Call(dialog, {
      send,
      devices: () => {
        const { audio, video } = media.tracks();
        return { audio: audio !== null, video: video !== null };
      },
      met,
      connect: ({ role }) => {
        connecting();
        const visit = visitOf(record.id);
        const connection = connect({
          polite: self < record.id,
          first: role === 'caller',
          tracks: media.tracks(),
          sending: media.sending(),
          key,
          between: { self, channel, peer: record.id, visit },
          iceServers: ice.current(),
          renewIce: () => ice.renew(),
          canSay: () => record.outbox.isOpen,
          hide: ice.hide,
          local: ice.local,
          send,
        });
        talks?.begin(record, connection, visit);
        return connection;
      },
    });
  };
}
