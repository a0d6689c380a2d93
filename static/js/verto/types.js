// @ts-check
// The words of the wire (docs/verto.md) as types. Nothing here runs.

/**
 * What the sessions endpoint hands out and the login needs.
 *
 * @typedef {object} Credentials
 * @property {string} clientId public within the channel
 * @property {string} password secret
 * @property {string} sessid the public verto session identifier
 */

/**
 * @typedef {object} RpcFault
 * @property {number} code
 * @property {string} message
 * @property {{code?: string}} [data]
 */

/**
 * One JSON-RPC 2.0 message, either direction. Fields are what they claim to be only after a check.
 *
 * @typedef {object} RpcMessage
 * @property {'2.0'} jsonrpc
 * @property {number | string | null} [id]
 * @property {string} [method]
 * @property {Record<string, any>} [params]
 * @property {any} [result]
 * @property {RpcFault} [error]
 */

/**
 * The events of a `VertoClient`.
 *
 * @typedef {object} ClientEvents
 * @property {{members: string[], again: boolean}} ready logged in and subscribed; `again` after a loss
 * @property {{clientId: string}} joined
 * @property {{clientId: string}} left
 * @property {{from: string, data: any}} event what a member said to all
 * @property {{from: string, body: string}} info what a member said to us
 * @property {{code: number, delay: number}} lost the socket is gone; a new try follows after `delay` milliseconds
 * @property {{code: string}} refused final: the login was refused
 * @property {{reason: string}} punt final: the server sent us away
 * @property {{code: number}} closed final, always the last one
 */

export {};
