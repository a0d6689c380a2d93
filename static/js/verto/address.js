// @ts-check

const DOMAIN = '@pbx';

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
