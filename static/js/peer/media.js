// @ts-check
// Camera and microphone, whatever this machine has of them.

/**
 * Why a device cannot be used. Stable: sentences are kept by these words.
 *
 * @typedef {'permission_denied' | 'permission_denied_system' | 'permission_dismissed' | 'no_device' | 'device_busy'
 *   | 'device_lost' | 'insecure_context' | 'not_supported' | 'device_failed'} MediaTrouble
 *
 * @typedef {'audio' | 'video'} Kind
 *
 * @typedef {object} Opened
 * @property {MediaStreamTrack | null} audio
 * @property {MediaStreamTrack | null} video
 * @property {MediaTrouble | null} audioTrouble
 * @property {MediaTrouble | null} videoTrouble
 *
 * @typedef {Pick<MediaDevices, 'getUserMedia'>} Devices
 * @typedef {Partial<Record<Kind, string>>} Choice device IDs
 */

/** @type {Record<string, MediaTrouble>} */
const TROUBLES = {
  NotAllowedError: 'permission_denied',
  SecurityError: 'permission_denied',
  NotFoundError: 'no_device',
  OverconstrainedError: 'no_device',
  NotReadableError: 'device_busy',
  AbortError: 'device_failed',
  TypeError: 'not_supported',
};

/**
 * @param {unknown} error what getUserMedia or getDisplayMedia failed with
 * @returns {MediaTrouble}
 */
export function troubleOf(error) {
  const { name = '', message = '' } = /** @type {Error} */ (error ?? {});
  if (name === 'NotAllowedError') {
    if (/system/i.test(message)) {
      return 'permission_denied_system';
    }
    return /dismissed/i.test(message) ? 'permission_dismissed' : 'permission_denied';
  }
  return TROUBLES[name] ?? 'device_failed';
}

/** @param {string | undefined} deviceId */
const exactly = (deviceId) => (deviceId ? { deviceId: { exact: deviceId } } : {});

/**
 * @param {Kind} kind
 * @param {string} [deviceId]
 * @returns {MediaTrackConstraints}
 */
function wish(kind, deviceId) {
  return kind === 'audio'
    ? { ...exactly(deviceId), echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    : { ...exactly(deviceId), width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
}

/**
 * Open what can be opened: both together, so that people are asked once, then each alone.
 *
 * @param {Devices | undefined} devices undefined outside a secure context
 * @param {Kind[]} kinds
 * @param {Choice} [choice]
 * @returns {Promise<Opened>} never fails
 */
export async function openMedia(devices, kinds, choice = {}) {
  if (devices === undefined) {
    return result(kinds, null, 'insecure_context');
  }
  let trouble;
  try {
    return result(kinds, await ask(devices, kinds, choice), null);
  } catch (error) {
    trouble = troubleOf(error);
  }
  if (kinds.length < 2 || trouble === 'permission_dismissed') {
    return result(kinds, null, trouble);
  }
  const [audio, video] = [await openMedia(devices, ['audio'], choice), await openMedia(devices, ['video'], choice)];
  return { ...audio, video: video.video, videoTrouble: video.videoTrouble };
}

/** End the use of a device, so that its light goes out. @param {MediaStreamTrack | null} track */
export function stop(track) {
  if (track !== null) {
    track.onended = null;
    track.stop();
  }
}

/** @param {Devices} devices @param {Kind[]} kinds @param {Choice} choice */
function ask(devices, kinds, choice) {
  /** @type {MediaStreamConstraints} */
  const constraints = {};
  for (const kind of kinds) {
    constraints[kind] = wish(kind, choice[kind]);
  }
  return devices.getUserMedia(constraints);
}

/** @param {Kind[]} kinds @param {MediaStream | null} stream @param {MediaTrouble | null} trouble @returns {Opened} */
function result(kinds, stream, trouble) {
  return {
    audio: stream?.getAudioTracks()[0] ?? null,
    video: stream?.getVideoTracks()[0] ?? null,
    audioTrouble: kinds.includes('audio') ? trouble : null,
    videoTrouble: kinds.includes('video') ? trouble : null,
  };
}
