// @ts-check
// Every sentence about camera, microphone and screen.

import { say } from './say.js';

/** @import { MediaTrouble } from '../peer/media.js' */

/**
 * Each whole, because other languages bend a sentence by the name of the device.
 *
 * @type {Record<MediaTrouble, Record<'camera' | 'microphone' | 'both', string>>}
 */
const MEDIA = {
  permission_denied: {
    camera: say("This page may not use your camera. Allow it in the browser's address bar, then turn it on here."),
    microphone: say("This page may not use your microphone. Allow it in the browser's address bar, then turn it on here."),
    both: say("This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here."),
  },
  permission_denied_system: {
    camera: say('The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.'),
    microphone: say('The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.'),
    both: say('The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.'),
  },
  permission_dismissed: {
    camera: say('The question about your camera was closed. Turn it on to be asked again.'),
    microphone: say('The question about your microphone was closed. Turn it on to be asked again.'),
    both: say('The question about your camera and microphone was closed. Turn it on to be asked again.'),
  },
  no_device: {
    camera: say('No camera was found. Plug one in and turn it on, or join without it.'),
    microphone: say('No microphone was found. Plug one in and turn it on, or join without it.'),
    both: say('No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.'),
  },
  device_busy: {
    camera: say('Another program is using your camera. Close that program, then turn it on here.'),
    microphone: say('Another program is using your microphone. Close that program, then turn it on here.'),
    both: say('Another program is using your camera and microphone. Close that program, then turn it on here.'),
  },
  device_lost: {
    camera: say('Your camera was unplugged. Plug it in and turn it on again.'),
    microphone: say('Your microphone was unplugged. Plug it in and turn it on again.'),
    both: say('Your camera and microphone were unplugged. Plug them in and turn them on again.'),
  },
  insecure_context: {
    camera: say('Camera and microphone stay off at this address.'),
    microphone: say('Camera and microphone stay off at this address.'),
    both: say('Camera and microphone stay off at this address.'),
  },
  not_supported: {
    camera: say('This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.'),
    microphone: say('This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.'),
    both: say('This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.'),
  },
  device_failed: {
    camera: say('Your camera did not start. Turn it on again, or choose another one.'),
    microphone: say('Your microphone did not start. Turn it on again, or choose another one.'),
    both: say('Your camera and microphone did not start. Turn it on again, or choose another one.'),
  },
};

/**
 * What is wrong with the devices, in one text. Join works all the same.
 *
 * @param {MediaTrouble | null} microphone
 * @param {MediaTrouble | null} camera
 * @returns {string}
 */
export function mediaSentence(microphone, camera) {
  if (microphone !== null && microphone === camera) {
    return MEDIA[microphone].both;
  }
  const parts = [camera && MEDIA[camera].camera, microphone && MEDIA[microphone].microphone];
  return parts.filter(Boolean).join(' ');
}
