// @ts-check

/** @import { PeerRecord } from '../peer/directory.js' */
/** @import { PeerView } from './state.js' */

/** What the page shows of a peer. @param {PeerRecord} record @returns {PeerView} */
export function viewOf({ id, name, state, presence, present, unreadable, blocked, call }) {
  return {
    id,
    name,
    state,
    presence,
    present,
    unreadable,
    blocked,
    // What is ignored is no call for this page.
    call: call && !call.isIgnored ? {
      state: call.state,
      since: call.since,
      as: call.as,
      loudness: () => call.connection?.loudness ?? 0,
      path: call.connection?.monitor.path ?? null,
      isWeak: call.connection?.monitor.isWeak ?? false,
      quality: async () => {
        await call.connection?.monitor.look();
        return call.connection?.monitor.quality ?? null;
      },
      theirs: call.theirs,
      sending: call.connection?.sending ?? null,
      stream: call.connection?.stream ?? null,
      screen: call.connection?.screen ?? null,
      code: call.connection?.comparison?.code ?? null,
      compared: call.connection?.comparison?.visit ?? '',
    } : null,
  };
}
