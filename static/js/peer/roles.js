// @ts-check
// Which side of a connection opened its DTLS association. That stays for as long as the association does (RFC 8842).

const SETUP = /^a=setup:\w+/gm;
const OPPOSITE = { active: 'passive', passive: 'active' };

/**
 * Offers leave the choice (`actpass`), and Firefox answers `active`, whatever it was before. Another browser then refuses the answer,
 * and all that comes after it: a call between the two would not find a new path. So a later offer names the role that stands.
 *
 * @param {string} sdp of an own offer
 * @param {Pick<RTCPeerConnection, 'currentLocalDescription' | 'currentRemoteDescription'>} pc
 * @returns {string} the same, with the role; unchanged where none stands
 */
export function withStandingRole(sdp, { currentLocalDescription: own, currentRemoteDescription: theirs }) {
  const role = own?.type === 'answer' ? roleIn(own) : OPPOSITE[/** @type {'active' | 'passive'} */ (roleIn(theirs))];
  return role === 'active' || role === 'passive' ? sdp.replace(SETUP, `a=setup:${role}`) : sdp;
}

/** @param {RTCSessionDescription | null} description */
const roleIn = (description) => /^a=setup:(\w+)/m.exec(description?.sdp ?? '')?.[1] ?? '';
