// @ts-check

const DOMAIN = '@pbx';

/**
 * The full address of a server, and so in one spelling alone.
 *
 * @param {string} url absolute, or a path on the same server as `base`
 * @param {string} base
 */
export function socketUrl(url, base) {
  const full = new URL(url, base);
  full.protocol = full.protocol.replace(/^http/, 'ws');
  return full.href;
}

/**
 * Does this address of the server name one of several nodes? Then it may be another one later.
 *
 * @param {string} url absolute
 */
export function namesNode(url) {
  return /^\/verto\/[^/]+$/.test(new URL(url).pathname);
}

/**
 * The client ID in an address the server wrote, such as `userid` or `from`.
 *
 * @param {unknown} address
 * @returns {string} empty when it is no address
 */
export function clientIdOf(address) {
  if (typeof address !== 'string') {
    return '';
  }
  return address.endsWith(DOMAIN) ? address.slice(0, -DOMAIN.length) : address;
}
