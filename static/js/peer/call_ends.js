// @ts-check
// Why calls end, in the words of both sides.

/**
 * Why a call ended, from where this person sits.
 *
 * @typedef {'you_hung_up' | 'they_hung_up' | 'you_declined' | 'they_declined' | 'they_are_busy'
 *   | 'unanswered' | 'missed' | 'you_cancelled' | 'they_left' | 'connection_lost' | Failure
 *   | 'yielded' | 'ignored' | 'blocked' | 'you_are_busy' | 'not_genuine' | 'codes_differ' | 'call_full'} EndReason
 *
 * @typedef {'connection_failed' | 'no_way_here' | 'no_way_there' | 'no_relay' | 'relay_silent' | 'relay_refused' | 'relay_full'
 *   | 'relay_unreachable'} Failure why two browsers found no way to each other
 *
 * @typedef {'declined' | 'busy' | 'full' | 'unanswered'} Declining why a call is not accepted, as it is said
 */

/** What declining is called by who declines. @type {Record<Declining, EndReason>} */
export const DECLINED = { declined: 'you_declined', busy: 'you_are_busy', full: 'you_are_busy', unanswered: 'missed' };

/** What it is called by who is declined. @type {Record<string, EndReason>} */
export const DECLINES = { declined: 'they_declined', busy: 'they_are_busy', full: 'call_full', unanswered: 'unanswered' };

/** What the end of a call is called by who hears of it. @type {Record<string, EndReason>} */
export const CLOSES = { left: 'they_left', forged: 'not_genuine', differs: 'codes_differ' };

/** @type {readonly Failure[]} */
export const FAILURES = [
  'connection_failed', 'no_way_here', 'no_way_there', 'no_relay', 'relay_silent', 'relay_refused', 'relay_full', 'relay_unreachable',
];

/** No path was found, or none any more. @type {readonly EndReason[]} */
export const CONNECTION_ENDS = ['connection_lost', ...FAILURES];

/** A call that nobody wanted to end: what was said waits for the next one. @type {readonly EndReason[]} */
export const CUT = ['they_left', ...CONNECTION_ENDS];
