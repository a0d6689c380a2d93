// @ts-check
// Network addresses in what two browsers tell each other: which may leave, and which may be looked for. The text is
// that of RFC 8839 and RFC 8866.

/** @typedef {(type: 'description' | 'candidate', payload: Record<string, any>) => void} Say */

/** An address that says nothing, and its port (RFC 8839, section 5.1). */
const NOWHERE = { IP4: '0.0.0.0', IP6: '::' };
const DISCARD = 9;

/** RFC 8839, section 5.1, read so strictly that no browser can read another address than this. */
const CANDIDATE = /^candidate:[\w+/]{1,32} \d{1,5} \w+ \d{1,10} ([\w.:-]+) \d{1,5} typ (\w+)(?= |$)/;

/** @param {string} address */
const familyOf = (address) => (address.includes(':') ? 'IP6' : 'IP4');

/**
 * A way to say descriptions and candidates that tells nothing of the own addresses: of all ways to reach this side
 * only the relay's are said.
 *
 * @param {Say} say
 * @returns {Say}
 */
export function hiding(say) {
  return (type, payload) => {
    if (type === 'description') {
      const { type: kind, sdp } = payload.description;
      say(type, { ...payload, description: { type: kind, sdp: scrubbedDescription(sdp) } });
      return;
    }
    const { candidate } = payload;
    if (!candidate?.candidate) {
      // The last one: there are no more.
      say(type, payload);
      return;
    }
    const text = scrubbedCandidate(candidate.candidate);
    if (text !== null) {
      say(type, { candidate: { ...candidate, candidate: text } });
    }
  };
}

/**
 * @param {string} text `candidate:...`
 * @returns {string | null} null unless it is the relay's, for then it is an own address
 */
export function scrubbedCandidate(text) {
  const [shown, address = '', type] = CANDIDATE.exec(text) ?? [];
  if (shown === undefined || type !== 'relay') {
    return null;
  }
  // Nothing else is said that the other side does not need, such as the kind of the network.
  const kept = text.slice(shown.length).match(/ (generation|ufrag) \S+/g) ?? [];
  return `${shown} raddr ${NOWHERE[familyOf(address)]} rport ${DISCARD}${kept.join('')}`;
}

/** @param {string} sdp @returns {string} the same without any address but the relay's */
export function scrubbedDescription(sdp) {
  const lines = linesOf(sdp).map(scrubbedLine);
  return lines.filter((line) => line !== null).join('\r\n');
}

/** @param {string} sdp */
const linesOf = (sdp) => sdp.split(/\r\n|\r|\n/);

/** @param {string} line @returns {string | null} */
function scrubbedLine(line) {
  if (line.startsWith('a=candidate:')) {
    const text = scrubbedCandidate(line.slice(2));
    return text && `a=${text}`;
  }
  if (line.startsWith('a=remote-candidates:')) {
    return null;
  }
  if (line.startsWith('m=')) {
    // A port of 0 means that this medium is not wanted.
    return line.replace(/^(m=\S+) [1-9]\d*/, `$1 ${DISCARD}`);
  }
  const emptied = line.replace(/\bIN IP4 \S+/, `IN IP4 ${NOWHERE.IP4}`).replace(/\bIN IP6 \S+/, `IN IP6 ${NOWHERE.IP6}`);
  if (line.startsWith('a=rtcp:')) {
    return emptied.replace(/^a=rtcp:\d+/, `a=rtcp:${DISCARD}`);
  }
  return /^[oc]=/.test(line) ? emptied : line;
}

/**
 * May this browser look for the other side there? Not at its own machine, where other programs listen, and not behind
 * names that could lead to it: browsers give addresses, or names that only their own network knows.
 *
 * @param {string} text `candidate:...`, or empty for the last one
 */
export function isElsewhere(text) {
  if (text === '') {
    return true;
  }
  const address = CANDIDATE.exec(text)?.[1] ?? '';
  if (/^[\w-]+\.local$/.test(address)) {
    return true;
  }
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    return !isOwnNetwork(parseInt(address, 10));
  }
  const groups = groupsOf(address);
  if (groups === null) {
    return false;
  }
  const [sixth, seventh = 0] = groups.slice(5);
  const holdsIp4 = groups.slice(0, 5).every((group) => group === 0) && (sixth === 0 || sixth === 0xffff);
  return !(holdsIp4 && isOwnNetwork(seventh >> 8));
}

/**
 * Is this a description's way to a place that `isElsewhere` refuses? Then it is taken out.
 *
 * @param {string} sdp
 * @returns {string}
 */
export function withoutOwnMachine(sdp) {
  const kept = linesOf(sdp).filter((line) => {
    // Some browsers read this name in capitals too.
    const at = line.toLowerCase().indexOf('candidate:');
    return at === -1 || isElsewhere(line.slice(at));
  });
  return kept.join('\r\n');
}

/** Is a page of this host served by the browser's own machine? @param {string} host */
export const isOwnMachine = (host) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** 127.0.0.0/8 is this machine, and 0.0.0.0/8 leads there too. @param {number} first of four parts */
const isOwnNetwork = (first) => first === 127 || first === 0;

/**
 * @param {string} address of IPv6, in any of its spellings
 * @returns {number[] | null} its eight groups; null if it is none
 */
function groupsOf(address) {
  if (!/^[\da-f:.]+$/i.test(address) || !address.includes(':')) {
    return null;
  }
  try {
    // Browsers know all spellings, and write them in one.
    const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
    const read = (/** @type {string} */ part) => part.split(':').filter(Boolean).map((group) => parseInt(group, 16));
    const [before, after] = [read(head), read(tail ?? '')];
    return [...before, ...Array(8 - before.length - after.length).fill(0), ...after];
  } catch {
    return null;
  }
}
