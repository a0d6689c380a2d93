"""What a person notices of a call, whatever the browser: it is asked in words that all of them know."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

SECONDS = 20
"""The longest wait for anything a person would wait for; the message says what did not come."""

MEDIA_SECONDS = 60
"""For pictures and sound: on a busy machine the first connectivity checks may fail, and the page then restarts ICE by itself."""

STATES = """
() => [
    ...window.connections.map((one) => [one.connectionState, one.signalingState, ...one.told]),
    ...[...document.querySelectorAll('video')].map((one) => [one.id, one.videoWidth, one.paused, one.readyState]),
    ...['after', 'banner', 'trouble-title'].map((id) => document.getElementById(id)?.textContent),
]
"""
"""What to know about a picture that does not come."""

KEEP_CONNECTIONS = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  told = [];
  constructor(...args) {
    super(...args);
    window.connections.push(this);
    const began = performance.now();
    const tell = (...what) => this.told.push([Math.round(performance.now() - began), ...what].join(' '));
    this.addEventListener('iceconnectionstatechange', () => tell('ice', this.iceConnectionState));
    this.addEventListener('icegatheringstatechange', () => tell('gathering', this.iceGatheringState));
    this.addEventListener('signalingstatechange', () => tell('signaling', this.signalingState));
    this.addEventListener('icecandidate', ({ candidate }) => tell('own', candidate?.candidate));
    this.addEventListener('icecandidateerror', ({ errorCode, errorText, url }) => tell('error', errorCode, errorText, url));
  }
  addIceCandidate(candidate) {
    this.told.push(`theirs ${candidate?.candidate}`);
    return super.addIceCandidate(candidate);
  }
};
"""
"""The test's own ear: pages keep their connections to themselves."""

WAIT = """
async ([argument, seconds]) => {
    const ends = performance.now() + 1000 * seconds;
    while (!(await (%s)(argument))) {
        if (performance.now() > ends) return false;
        await new Promise((done) => setTimeout(done, 50));
    }
    return true;
}
"""


def _with_video_of(condition: str) -> str:
    """Give a condition the function `videoOf(name)`: the picture of somebody, or of who is alone there under whatever name."""
    return f"""((videoOf) => {condition})((name) => {{
        const tiles = [...document.querySelectorAll('.tile')];
        const named = tiles.filter((tile) => tile.querySelector('.tile-name').textContent === name);
        const [tile] = named.length === 1 ? named : tiles.length === 1 ? tiles : [];
        return tile?.querySelector('video') ?? null;
    }})"""


def _with_sound_of(condition: str) -> str:
    """Give a condition the function `soundOf(name)`: what the browser counts of somebody's sound."""
    return _with_video_of(
        f"""((soundOf) => {condition})(async (name) => {{
            const track = videoOf(name)?.srcObject?.getAudioTracks()[0]?.id;
            for (const connection of window.connections) {{
                if (connection.connectionState !== 'connected') continue;
                for (const item of (await connection.getStats()).values()) {{
                    if (item.type === 'inbound-rtp' && item.trackIdentifier === track) return item;
                }}
            }}
            return null;
        }})"""
    )


MOVES = _with_video_of(
    # Not every browser counts the frames of a stream, and not every frame that is there is painted on a busy machine.
    """async ([name, frames]) => {
        const video = videoOf(name);
        if (!video || video.videoWidth === 0) return false;
        const counted = () => video.getVideoPlaybackQuality().totalVideoFrames;
        const before = counted();
        const painted = await new Promise((done) => {
            let count = 0;
            const next = () => (++count < frames ? video.requestVideoFrameCallback(next) : done(count));
            video.requestVideoFrameCallback(next);
            setTimeout(() => done(count), 3000);
        });
        return Math.max(painted, counted() - before) >= frames;
    }"""
)
SOUNDS = _with_sound_of(
    """async (name) => {
        const before = (await soundOf(name))?.packetsReceived ?? 0;
        await new Promise((done) => setTimeout(done, 200));
        return ((await soundOf(name))?.packetsReceived ?? 0) > before;
    }"""
)

LOUDER = _with_sound_of(
    """async ([name, more, less]) => {
        const before = await soundOf(name);
        await new Promise((done) => setTimeout(done, 1000));
        const now = await soundOf(name);
        const energy = now?.totalAudioEnergy - before?.totalAudioEnergy;
        return now?.packetsReceived > before?.packetsReceived && energy >= more && energy <= less;
    }"""
)
"""As the browser counts it: Firefox starts no `AudioContext` on a machine without a sound device, so none can listen there."""

FAINT, QUIET = 1e-3, 1e-5
"""The energy of a second: the faintest tone of a made-up microphone has ten times the first, and silence none."""


class Senses(ABC):
    """Sees, hears and waits; how a page is asked is its browser's business."""

    name: str

    @abstractmethod
    def asks(self, function: str, argument: object = None) -> Any:
        """Call a function in the page, wait for what it promises, and return it."""

    def waits_for(self, condition: str, otherwise: str, argument: object = None, seconds: float = SECONDS) -> None:
        """Ask the page again and again until it says yes.

        Not by what browsers' drivers have for it: some take the promise of an asynchronous condition for a yes.
        """
        came = self.asks(WAIT % condition, [argument, seconds])
        assert came, f"{otherwise} (within {seconds} s): {self.asks(STATES)}"

    def sees(self, other: Senses, frames: int = 5) -> None:
        """See the other's picture move: it has a width, and frames go on."""
        self.waits_for(MOVES, f"{self.name} does not see {other.name} move", [other.name, frames], MEDIA_SECONDS)

    def hears(self, other: Senses) -> None:
        """Get audio packets from the other, more and more of them."""
        self.waits_for(SOUNDS, f"{self.name} does not hear {other.name}", other.name, MEDIA_SECONDS)

    def hears_a_voice_from(self, other: Senses) -> None:
        """Get sound from the other that is more than silence."""
        self.waits_for(LOUDER, f"{self.name} hears no voice of {other.name}", [other.name, FAINT, 1e9], MEDIA_SECONDS)

    def hears_silence_from(self, other: Senses) -> None:
        """Get sound from the other that is nothing but silence."""
        self.waits_for(LOUDER, f"{self.name} still hears {other.name}'s voice", [other.name, 0, QUIET], MEDIA_SECONDS)

    def sees_screen_of(self, other: Senses) -> None:
        """See move what the other shows beside the camera."""
        screen = f"{other.name}'s screen"
        self.waits_for(MOVES, f"{self.name} does not see {screen} move", [screen, 5], MEDIA_SECONDS)
