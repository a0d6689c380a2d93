"""A screen beside the camera: who sees it, what is heard of it, how large it gets, and how it ends."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]

DRAW = """() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 320 });
        const pen = canvas.getContext('2d');
        setInterval(() => { pen.fillStyle = `hsl(${Date.now() % 360} 50% 50%)`; pen.fillRect(0, 0, 640, 320); }, 100);
        const sound = new AudioContext();
        const [tone, out] = [new OscillatorNode(sound), sound.createMediaStreamDestination()];
        tone.connect(new StereoPannerNode(sound, { pan: -1 })).connect(out);
        tone.start();
        const shown = canvas.captureStream(10);
        shown.getVideoTracks()[0].getSettings = () => ({ displaySurface: 'browser' });
        shown.addTrack(out.stream.getAudioTracks()[0]);
        window.shown = [...shown.getVideoTracks(), ...shown.getAudioTracks()];
        return shown;
    };
}"""
"""A machine without a screen has none to capture, and none that sounds: a drawn one stands in for the browser's picker."""

ENERGY = """async () => {
    const [track] = document.querySelector('video[data-kind]').srcObject.getAudioTracks();
    const all = await Promise.all(window.connections.map((one) => one.getStats()));
    const heard = all.flatMap((stats) => [...stats.values()]).find((item) => item.trackIdentifier === track.id);
    return heard?.totalAudioEnergy ?? 0;
}"""
"""Of the sound that belongs to the screen."""

SIDES = """async () => {
    const context = new AudioContext();
    const sides = context.createChannelSplitter(2);
    context.createMediaStreamSource(document.querySelector('video[data-kind]').srcObject).connect(sides);
    const ears = [0, 1].map((side) => {
        const ear = new AnalyserNode(context);
        sides.connect(ear, side);
        return ear;
    });
    await new Promise((done) => setTimeout(done, 300));
    const loudest = ears.map((ear) => {
        const samples = new Float32Array(ear.fftSize);
        ear.getFloatTimeDomainData(samples);
        return Math.max(...samples.map(Math.abs));
    });
    await context.close();
    return loudest[0] > 0.3 && loudest[1] < 0.1;
}"""
"""The drawn screen sounds from the left alone."""

IS_SENT_AS = """([hint, frames]) => {
    const { sender } = window.connections[0].getTransceivers()[2];
    return sender.track.contentHint === hint && sender.getParameters().encodings[0].maxFramerate === frames;
}"""

DESCRIPTIONS = "() => window.connections[0].told.filter((what) => what.includes('signaling')).length"


def screen_of(other: Person, *, seen_by: Person) -> Locator:
    """Return the tile of what the other shows."""
    return seen_by.page.locator(".tile[data-kind]").filter(has_text=f"{other.name}'s screen")


def sees_screen(person: Person, other: Person) -> None:
    """See the other's screen, whole, and the other's camera beside it; both move."""
    person.sees(other)
    expect(screen_of(other, seen_by=person)).to_be_visible()
    person.waits_for(
        """async () => {
            const video = document.querySelector('video[data-kind]');
            const before = video.getVideoPlaybackQuality().totalVideoFrames;
            await new Promise((done) => setTimeout(done, 200));
            return video.videoWidth === 2 * video.videoHeight && video.getVideoPlaybackQuality().totalVideoFrames > before;
        }""",
        f"{person.name} does not see the screen of {other.name}",
    )


def hears_screen(person: Person) -> None:
    person.waits_for(
        f"async () => {{ const energy = {ENERGY}; const before = await energy();"
        " await new Promise((done) => setTimeout(done, 300)); return (await energy()) > before; }",
        f"{person.name} does not hear the screen",
    )


def test_a_screen_is_shown_beside_the_camera(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    described = bob.page.evaluate(DESCRIPTIONS)
    alice.page.evaluate(DRAW)
    alice.clicks("Share screen")
    alice.reads("You are sharing your screen with sound.")
    sees_screen(bob, alice)
    alice.clicks("Mute microphone")
    hears_screen(bob)
    bob.waits_for(SIDES, "Bob does not hear from which side the sound comes")
    assert bob.page.evaluate(DESCRIPTIONS) == described, "showing a screen negotiates nothing"

    alice.waits_for(IS_SENT_AS, "the screen is not sent for reading", ["detail", 15])
    alice.chooses("Show motion smoothly")
    alice.waits_for(IS_SENT_AS, "the screen is not sent as a film", ["motion", 30])
    assert bob.page.evaluate(DESCRIPTIONS) == described

    carol = arrives("Carol", channel).joins()
    carol.calls(alice)
    alice.clicks("Accept")
    sees_screen(carol, alice)
    hears_screen(carol)

    size = bob.page.viewport_size
    assert size is not None
    small = bob.page.locator("#tiles .tile").filter(has_text="Alice")
    expect(small.get_by_role("button", name="Connection to Alice")).to_be_visible()
    bob.page.set_viewport_size({"width": 740, "height": 360})
    expect(small.get_by_text("Alice", exact=True), "a phone held sideways").to_be_visible()
    expect(small.get_by_role("button")).to_have_count(0)
    bob.page.set_viewport_size(size)

    tile = screen_of(alice, seen_by=bob)
    tile.get_by_role("button", name="Full screen").press("Enter")
    bob.waits_for("() => document.fullscreenElement?.id === 'channel'", "the page does not fill the screen")
    assert tile.bounding_box() == {"x": 0, "y": 0, **size}
    expect(bob.button("Hang up")).to_be_visible()
    tile.get_by_role("button", name="Leave full screen").press("Enter")
    expect(tile.get_by_role("button", name="Full screen", exact=True)).to_be_attached()
    assert bob.page.evaluate("document.fullscreenElement === null")

    alice.page.evaluate("window.shown[0].dispatchEvent(new Event('ended'))")
    expect(alice.button("Share screen"), "the browser's own bar ends it").to_be_visible()
    for person in (bob, carol):
        expect(screen_of(alice, seen_by=person)).to_have_count(0)
    alice.clicks("Share screen")
    sees_screen(bob, alice)
    alice.clicks("Hang up")
    alice.notices(bob)
    assert alice.page.evaluate("window.shown.map((track) => track.readyState)") == ["ended", "ended"]


def test_a_call_fills_the_screen_and_a_picture_floats(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    alice.chooses("Full screen")
    alice.waits_for("() => document.fullscreenElement?.id === 'channel'", "the call does not fill the screen")
    alice.chooses("Leave full screen")
    alice.waits_for("() => document.fullscreenElement === null", "the call still fills the screen")
    alice.button("Picture in picture").press("Enter")
    expect(alice.button("Leave picture in picture")).to_be_attached()
    assert alice.page.evaluate(
        "document.pictureInPictureElement.dataset.peer === document.querySelector('video[data-peer]').dataset.peer"
    )
    alice.button("Leave picture in picture").press("Enter")
    expect(alice.button("Picture in picture")).to_be_attached()
