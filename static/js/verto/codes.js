// @ts-check
// The closed vocabulary of refusals, punts and closes. docs/verto.md explains each;
// verto/core/codes.py holds the same tables.

/** Why a login is refused: `data.code` of error -32001. */
export const Refusal = Object.freeze({
  BAD_CREDENTIALS: 'bad_credentials',
  WRONG_SESSION: 'wrong_session',
  ALREADY_LOGGED_IN: 'already_logged_in',
  EXPIRED: 'expired',
  CHANNEL_FULL: 'channel_full',
  ADDRESS_FULL: 'address_full',
  CHANNEL_CLOSED: 'channel_closed',
  LOCKED: 'locked',
  BANNED: 'banned',
  WRONG_NODE: 'wrong_node',
  TRY_LATER: 'try_later',
});

/** Why a logged-in client is sent away: `params.reason` of `verto.punt`. */
export const PuntReason = Object.freeze({
  REPLACED: 'replaced',
  REMOVED: 'removed',
  EXPIRED: 'expired',
  CHANNEL_CLOSED: 'channel_closed',
  BANNED: 'banned',
});

/** WebSocket close codes; 4000 and above are ours. */
export const CloseCode = Object.freeze({
  NORMAL: 1000,
  TOO_BIG: 4009,
  INTERNAL_ERROR: 4011,
  RESTART: 4012,
  REFUSED: 4001,
  PUNTED: 4002,
  LOGIN_TIMEOUT: 4003,
  GONE: 4004,
  SLOW_READER: 4005,
  FLOOD: 4006,
  MOVED: 4007,
});

/** JSON-RPC error codes as mod_verto uses them; -32003 is ours. */
export const ErrorCode = Object.freeze({
  INVALID_REQUEST: -32600,
  INVALID_METHOD: -32601,
  AUTHENTICATION_REQUIRED: -32000,
  LOGIN_REFUSED: -32001,
  INVALID_PARAMS: -32002,
  RATE_LIMITED: -32003,
});

/**
 * Is there no use in coming back after this refusal?
 *
 * @param {string} code
 */
export function isFinalRefusal(code) {
  /** @type {string[]} */
  const passing = [Refusal.TRY_LATER, Refusal.WRONG_NODE];
  return !passing.includes(code) && /** @type {string[]} */ (Object.values(Refusal)).includes(code);
}
