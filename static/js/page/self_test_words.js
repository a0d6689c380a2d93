// @ts-check
// What each check of the self-test found, in whole sentences: what happened, then what to try.

import { say, sayCount } from './say.js';

/** @import { Outcome, RelayWay, Result, Transport } from '../selftest/results.js' */

/** @typedef {(result: Result) => string} Words */

/** @type {Record<Outcome, () => string>} */
const STATES = {
  waiting: () => say('Waiting'),
  running: () => say('Running'),
  asking: () => say('Your turn'),
  passed: () => say('Passed'),
  failed: () => say('Failed'),
  skipped: () => say('Skipped'),
};

/** @param {Outcome} state */
export const stateWord = (state) => STATES[state]();

/** While it runs. @type {Partial<Record<Result['name'], () => string>>} */
const RUNNING = {
  camera: () => say('If the browser asks, allow the camera.'),
  microphone: () => say('Say something, so that there is sound to hear.'),
  speaker: () => say('Two notes are played now.'),
  relay: () => say('Each way to the relay is tried.'),
  loop: () => say('This page calls itself.'),
};

/** @type {Record<Result['name'], Words>} */
const PASSED = {
  browser: () => say('This browser has everything that calls need.'),
  camera: ({ figures: { width = 0, height = 0 } }) =>
    say('The camera gives a picture of {width} by {height} points.', { width, height }),
  microphone: () => say('The microphone is on, and sound was heard.'),
  speaker: () => say('You heard the two notes.'),
  service: ({ figures: { ms = 0 } }) => say('The service answered in {ms} milliseconds.', { ms }),
  socket: ({ figures: { ms = 0 } }) =>
    say('Messages go to the service and back. The way there and back took {ms} milliseconds.', { ms }),
  ways: ({ figures: { host = 0, srflx = 0 } }) =>
    srflx > 0
      ? say('Others can look for this browser in your network, and from the internet.')
      : sayCount(host, 'One way to this browser was found, in your own network.', '{count} ways to this browser were found, in your own network.'),
  relay: ({ figures: { relays = [] } }) => relays.map(relayWords).join(' '),
  loop: ({ figures: { roundTripMs = 0 } }) =>
    say('Voice, picture and data arrived. The way there and back took {ms} milliseconds.', { ms: roundTripMs }),
};

/** Passed, and there is something to add. @type {Record<string, () => string>} */
const PASSED_BUT = {
  no_storage: () => say('This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.'),
  not_measured: () => say('The microphone is on. This browser does not let the page measure whether it hears something.'),
  only_data: () => say('Data arrived. There was no camera and no microphone to send from.'),
};

/** @type {Record<string, () => string>} */
const SKIPPED = {
  no_relay: () => say('This service has no relay. Where two networks let no direct call through, calls fail.'),
  relay_kept: () => say('This service keeps its relay for people in a channel, so it is not tested here.'),
  no_service: () => say('The service did not answer, so the page does not know where to look.'),
  no_calls: () => say('This browser cannot call here.'),
};

/** What is the same whatever is checked. @type {Record<string, () => string>} */
const FAILED = {
  insecure_context: () =>
    say('This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.'),
  no_calls: () => say('This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.'),
  no_sealing: () => say('This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.'),
  no_picture: () => say('The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.'),
  no_sound: () =>
    say('The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.'),
  too_quiet: () => say('The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.'),
  not_heard: () => say('You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.'),
  not_played: () => say('This browser did not play the notes. Turn the sound on for this page, then run the test again.'),
  server_unreachable: () => say('The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.'),
  too_many: () => say('Too many ask this service from your network at once. Wait a minute, then run the test again.'),
  proof_needed: () => say('The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.'),
  try_later: () => say('The service is busy. Wait a moment, then run the test again.'),
  socket_closed: () =>
    say('The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.'),
  socket_silent: () => say('A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.'),
  no_way: () => say('The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.'),
  relay_unreachable: () => say('The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.'),
  relay_refused: () => say('The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.'),
  relay_full: () => say('The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.'),
  relay_failed: () => say('The relay answers with an error. Tell whoever runs this service.'),
  not_connected: () => say('This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.'),
  no_data: () => say('The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.'),
  no_media: () => say('The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.'),
};
const UNEXPECTED = () => say('Something happened that this page does not know. Load it again; if it stays so, send the report.');

/** @type {Record<string, () => string>} */
const CAMERA = {
  permission_denied: () => say('This page may not use your camera. Allow it in the address bar of the browser, then run the test again.'),
  permission_denied_system: () => say('The settings of this machine keep the browser from your camera. Allow it there, then run the test again.'),
  permission_dismissed: () => say('The question about your camera was closed. Run the test again to be asked again.'),
  no_device: () => say('No camera was found. Plug one in, then run the test again. Without one you can still call by voice.'),
  device_busy: () => say('Another program is using your camera. Close that program, then run the test again.'),
  device_failed: () => say('Your camera did not start. Unplug it and plug it in again, or restart the browser.'),
};

/** @type {Record<string, () => string>} */
const MICROPHONE = {
  permission_denied: () => say('This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.'),
  permission_denied_system: () => say('The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.'),
  permission_dismissed: () => say('The question about your microphone was closed. Run the test again to be asked again.'),
  no_device: () => say('No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.'),
  device_busy: () => say('Another program is using your microphone. Close that program, then run the test again.'),
  device_failed: () => say('Your microphone did not start. Unplug it and plug it in again, or restart the browser.'),
};

/** @param {Result} result @returns {string} empty before it began */
export function resultWords(result) {
  const { name, state, code } = result;
  if (state === 'failed') {
    const own = name === 'camera' ? CAMERA : name === 'microphone' ? MICROPHONE : {};
    return (own[code] ?? FAILED[code] ?? UNEXPECTED)();
  }
  if (state === 'passed') {
    return (PASSED_BUT[code] ?? PASSED[name])(result);
  }
  if (state === 'skipped') {
    return (SKIPPED[code] ?? UNEXPECTED)();
  }
  if (state === 'asking') {
    return say('Two notes were played. Did you hear them?');
  }
  return state === 'running' ? (RUNNING[name]?.() ?? '') : '';
}

/** @type {Record<Transport, {works: (ms: number) => string, fails: () => string}>} */
const RELAYS = {
  udp: {
    works: (ms) => say('The relay is there by UDP, after {ms} milliseconds.', { ms }),
    fails: () => say('By UDP it does not answer, which makes calls through it slower.'),
  },
  tcp: {
    works: (ms) => say('The relay is there by TCP, after {ms} milliseconds.', { ms }),
    fails: () => say('By TCP it does not answer.'),
  },
  tls: {
    works: (ms) => say('The relay is there by TLS, after {ms} milliseconds.', { ms }),
    fails: () => say('By TLS it does not answer.'),
  },
};

/** @param {RelayWay} way */
const relayWords = ({ by, ms, code }) => (code === '' ? RELAYS[by].works(ms ?? 0) : RELAYS[by].fails());

/**
 * The whole of it, when there is nothing left to wait for.
 *
 * @param {Result[]} results
 * @returns {string}
 */
export function summaryWords(results) {
  const failures = results.filter(({ state }) => state === 'failed').length;
  if (failures > 0) {
    return say('Look at the failed checks, then send the report to whoever runs this service.');
  }
  if (results.some(({ state }) => state === 'asking')) {
    return say('One question is left: did you hear the two notes?');
  }
  return results.some(({ state }) => state === 'skipped')
    ? say('Whatever could be tested works. You are ready to call.')
    : say('Everything works. You are ready to call.');
}
