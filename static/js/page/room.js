// @ts-check

import { IceSupply } from '../ice.js';
import { Peers } from '../peer/peers.js';
import { isOwnMachine } from '../peer/privacy.js';
import { SealedWire } from '../peer/sealed_wire.js';
import { PlainWire } from '../peer/wire.js';
import { Sealer } from '../sealing/seal.js';
import { makeVisitKey } from '../sealing/visit_key.js';
import { Session, SessionError } from '../session.js';
import { namesNode, socketUrl } from '../verto/address.js';
import { VertoClient } from '../verto/client.js';
import { viewOf } from './peer_view.js';
import { rousing } from './rousing.js';
import { storageOf } from './storage.js';

export { insideView } from './inside.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Presence } from '../peer/envelope.js' */
/** @import { Talks } from '../peer/talks.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */
/** @import { ChannelKey } from './channel_key.js' */
/** @import { PageEvent } from './state.js' */

/** No honest way makes these of what somebody known has said. @type {string[]} */
const ALTERED = ['unsealed', 'bad_tag', 'bad_padding', 'bad_signature', 'replayed'];

/**
 * One visit of the channel at a time: session, line and peers put together. What happens is told
 * by `dispatch`.
 */
export class Room {
  #channel;
  #callSize;
  #taken;
  #session;
  #media;
  #talks;
  #dispatch;
  #sleep;
  /** @type {VertoClient | null} */
  #client = null;
  /** @type {Peers | null} */
  #peers = null;
  /** @type {IceSupply | null} */
  #ice = null;
  /** What the others are told of this person. @type {Presence} */
  #presence = 'available';
  /** Counts the visits, so that what a former one still awaits changes nothing. */
  #visit = 0;

  /**
   * @param {object} options
   * @param {string} options.channel
   * @param {number} options.callSize
   * @param {string} options.sessionsUrl
   * @param {Promise<ChannelKey> | null} options.taken null outside a secure context, where nobody joins
   * @param {LocalMedia} options.media
   * @param {Talks} options.talks
   * @param {(event: PageEvent) => void} options.dispatch
   */
  constructor({ channel, callSize, sessionsUrl, taken, media, talks, dispatch }) {
    this.#channel = channel;
    this.#callSize = callSize;
    this.#taken = taken;
    this.#session = new Session(channel, sessionsUrl, {
      shared: storageOf('localStorage'),
      own: storageOf('sessionStorage'),
      locks: navigator.locks,
      fetch: (...request) => fetch(...request),
      newId: () => crypto.randomUUID(),
    });
    this.#media = media;
    this.#talks = talks;
    this.#dispatch = dispatch;
    this.#sleep = rousing({ media, dispatch, hurry: () => this.hurry() });
    media.on('change', () => this.#peers?.mediaChanged());
  }

  /** Is there a visit, or one on its way? */
  get inside() {
    return this.#visit > 0 && this.#client !== null;
  }

  get peers() {
    return this.#peers;
  }

  /** @param {string} name @param {boolean} hide keep our addresses from the others */
  async join(name, hide) {
    this.#end();
    const visit = ++this.#visit;
    this.#dispatch({ type: 'join' });
    try {
      const sealer = await this.#sealer();
      const newKey = makeVisitKey().catch(() => null);
      const [issued, key] = await Promise.all([this.#session.credentials(), newKey]);
      if (sealer !== null && key === null) {
        throw new SessionError('browser_too_old');
      }
      if (visit === this.#visit) {
        this.#enter(name, hide, issued, key, sealer);
      }
    } catch (error) {
      if (visit === this.#visit) {
        const { code, final } = error instanceof SessionError ? error : { code: 'server_unreachable', final: false };
        this.#dispatch({ type: 'refused', code, final });
      }
    }
  }

  /** Leave, and say so to everybody. */
  leave() {
    this.#visit++;
    this.#end();
    this.#session.release();
    this.#dispatch({ type: 'left' });
  }

  /** Tell the others, now and in visits to come. @param {Presence} presence */
  setPresence(presence) {
    this.#presence = presence;
    this.#peers?.setPresence(presence);
  }

  /** The network is back, the machine woke, or somebody looks at the page again. */
  hurry() {
    this.#client?.hurry();
    this.#ice?.wake();
    this.#peers?.hurry();
  }

  /** @returns {Promise<Sealer | null>} null where nothing is sealed; a channel with a key has no other way */
  async #sealer() {
    if (this.#taken === null) {
      throw new SessionError('insecure_context');
    }
    const { key, isSealed } = await this.#taken;
    if (!isSealed) {
      return null;
    }
    if (key === null) {
      throw new SessionError('key_missing');
    }
    return new Sealer(key, this.#channel);
  }

  /**
   * @param {string} name
   * @param {boolean} hide
   * @param {import('../session.js').Issued} issued
   * @param {VisitKey | null} key of this visit, where the browser can make one
   * @param {Sealer | null} sealer
   */
  #enter(name, hide, issued, key, sealer) {
    const supply = new IceSupply({ ask: () => this.#session.ice(), changed: () => this.#peers?.iceChanged() });
    supply.keep(issued);
    const url = socketUrl(issued.url, location.href);
    const client = new VertoClient({
      url,
      channel: this.#channel,
      credentials: issued,
      renew: () => this.#session.credentials(),
      locate: namesNode(url) ? () => this.#locate(supply) : undefined,
    });
    const self = issued.clientId;
    const wire =
      sealer !== null && key !== null
        ? new SealedWire({ self, line: client, sealer, visit: key })
        : new PlainWire(client);
    const peers = new Peers({
      self,
      channel: this.#channel,
      callSize: this.#callSize,
      key,
      name,
      presence: this.#presence,
      wire,
      media: this.#media,
      talks: this.#talks,
      ice: {
        current: () => supply.current(),
        renew: () => supply.renew(),
        hide,
        local: isOwnMachine(location.hostname),
      },
    });
    this.#client = client;
    this.#peers = peers;
    this.#ice = supply;
    client.on('ready', ({ members }) => {
      supply.wake();
      this.#dispatch({ type: 'seated' });
      peers.seated(members);
    });
    client.on('joined', ({ clientId }) => peers.joined(clientId));
    client.on('left', ({ clientId }) => peers.left(clientId));
    client.on('info', ({ from, body }) => wire.hear(from, body, true));
    client.on('event', ({ from, data }) => wire.hear(from, data?.body, false));
    wire.on('dropped', ({ from, reason }) => {
      const altered = ALTERED.includes(reason) && wire.knows(from);
      this.#dispatch({ type: 'dropped', altered });
    });
    client.on('lost', () => {
      peers.lineLost();
      this.#dispatch({ type: 'lost' });
    });
    client.on('punt', ({ reason }) => this.#sentAway({ type: 'punted', reason }));
    client.on('refused', ({ code }) => this.#sentAway({ type: 'refused', code, final: true }));
    peers.on('change', () => this.#dispatch({ type: 'peers', peers: peers.all().map(viewOf), uplink: peers.uplink }));
    peers.on('ended', (after) => this.#dispatch({ type: 'ended', after: this.#sleep.explain(after) }));
    // What media cannot pass may have cut this line as well.
    peers.on('stopped', () => client.check());
    client.connect();
  }

  /** Where the channel is served now. @param {IceSupply} supply */
  async #locate(supply) {
    const answer = await this.#session.ice();
    supply.keep(answer);
    return answer.url;
  }

  /** @param {PageEvent} event */
  #sentAway(event) {
    this.#end();
    this.#dispatch(event);
  }

  #end() {
    this.#peers?.close();
    this.#talks.close();
    this.#client?.close();
    this.#ice?.close();
    this.#peers = null;
    this.#client = null;
    this.#ice = null;
  }
}
