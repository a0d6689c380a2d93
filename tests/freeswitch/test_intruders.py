"""Intruders who reach mod_verto itself, and know a password that no browser ever gets. Whatever they try gives them nothing."""

from __future__ import annotations

import signal
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.freeswitch.conftest import Cast, Opens, scored
from tests.freeswitch.direct import Direct, Person, enlist

DEFAULT_HEADERS = [
    "Event-Name", "Core-UUID", "FreeSWITCH-Hostname", "FreeSWITCH-Switchname", "FreeSWITCH-IPv4", "FreeSWITCH-IPv6",
    "Event-Date-Local", "Event-Date-GMT", "Event-Date-Timestamp", "Event-Calling-File", "Event-Calling-Function",
    "Event-Calling-Line-Number", "Event-Sequence",
]  # fmt: skip


async def powers(intruder: Direct, cast: Cast, *, own: str = "") -> list[str]:
    """Try everything in the channel of Alice and Bob; return what worked. `own` is a channel the intruder may use."""
    done: list[str] = []
    if not await intruder.is_closed(seconds=0.1):
        with suppress(ConnectionError):
            await _try_all(intruder, cast, own, done)
    return done


async def _try_all(intruder: Direct, cast: Cast, own: str, done: list[str]) -> None:
    channel = cast.alice.person.channel
    for name in (channel, f"{channel}.sub", channel.upper(), cast.bob.person.sessid, ""):
        reply = await intruder.calls("verto.subscribe", {"eventChannel": name})
        if name in reply.get("result", {}).get("subscribedChannels", []):
            done.append(f"subscribe {name}")
    said = str(uuid.uuid4())
    for to in (cast.bob.person.client_id, f"{cast.bob.person.client_id}@pbx", channel, cast.bob.person.sessid):
        reply = await intruder.tells(to, said)
        if "result" in reply and not own:
            done.append(f"verto.info to {to}")
    event = {"eventChannel": channel, "localBroadcast": True, "eventData": {"from": "x", "body": said}}
    if await intruder.calls("verto.broadcast", event) == {}:
        done.append("verto.broadcast")
    if await cast.bob.does_hear_text(said):
        done.append("was heard")
    secret = str(uuid.uuid4())
    await cast.alice.tells(cast.bob.person.client_id, secret)
    await cast.alice.tells(channel, secret + "!")
    await cast.bob.hears_body(secret)
    await cast.bob.hears_body(secret + "!")
    if await intruder.does_hear_text(secret):
        done.append("overheard")


@pytest.fixture
def eve(cast: Cast) -> Person:
    """Somebody of the same channel, who is not in yet: the intruder knows her ID and her loopback password."""
    return enlist(cast.site, cast.alice.person.channel)


@pytest.mark.parametrize("method", ["login", "echo", "verto.subscribe", "verto.info", "anything"])
async def test_without_a_sessid(cast: Cast, eve: Person, opens: Opens, method: str) -> None:
    intruder = await opens(eve)
    await intruder.calls(method, eve.login_params(sessid=None))
    scored("no sessid", await powers(intruder, cast))


async def test_with_a_sessid_that_is_not_hers(cast: Cast, eve: Person, opens: Opens) -> None:
    wrong = [
        str(uuid.uuid4()),
        eve.sessid.upper(),
        eve.sessid[:-1],
        eve.sessid + "0",
        eve.client_id,
        cast.bob.person.sessid,
    ]
    for sessid in wrong:
        intruder = await opens(eve)
        await intruder.calls("login", eve.login_params(sessid=sessid))
        scored("wrong sessid", await powers(intruder, cast))


async def test_with_a_sessid_that_is_no_uuid(cast: Cast, eve: Person, opens: Opens) -> None:
    odd = [
        " ", "a b", f"{eve.sessid} ", f"{eve.sessid}\n", f"{eve.sessid}\r\nX: y", f"{eve.sessid}&action=verto-login",
        f"{eve.sessid}%26x%3Dy", f"{eve.sessid} methods verto", "x post action=verto-disconnect&login=" + eve.client_id,
        "x" * 300, "ü" * 200, "\u0000", "../../etc", "Event-Name", 5, True, None, [], {},
        "</verto_sessid><x/>", "$${fsapi_secret}", "${system(id)}", "'; return 1 --", "]]",
    ]  # fmt: skip
    for sessid in odd:
        intruder = await opens(eve)
        params: dict[str, Any] = {"login": eve.client_id, "passwd": eve.passwd, "sessid": sessid}
        await intruder.calls("login", params)
        scored("sessid with spaces, newlines, &, 300 characters", await powers(intruder, cast))


async def test_by_any_first_message(cast: Cast, eve: Person, opens: Opens) -> None:
    for method in ("echo", "verto.subscribe", "verto.broadcast", "verto.info", "verto.ping", "jsapi", ""):
        intruder = await opens(eve)
        await intruder.calls(method, eve.login_params())
        scored("login by echo and other methods", await powers(intruder, cast))


async def test_a_copy_by_echo_hears_nothing_of_the_true_socket(cast: Cast, opens: Opens) -> None:
    """Alice's own login, on a second socket with another sessid: what is said to Alice reaches Alice alone."""
    for sessid in (None, str(uuid.uuid4())):
        intruder = await opens(cast.alice.person)
        await intruder.calls("echo", cast.alice.person.login_params(sessid=sessid))
        await cast.bob.tells(cast.alice.person.client_id, "for Alice only")
        await cast.alice.hears_body("for Alice only")
        scored("login by echo and other methods", await intruder.does_hear_text("for Alice only"))


async def test_as_another_user_on_one_socket(cast: Cast, eve: Person, approves: Opens) -> None:
    """Mallory is in, rightly, in another channel; then logs in as somebody of this one on the same socket."""
    own = cast.mallory.channel
    for victim in (eve, cast.alice.person, cast.bob.person):
        mallory = enlist(cast.site, own)
        intruder = await approves(mallory)
        for sessid in (victim.sessid, mallory.sessid, None):
            await intruder.calls("login", victim.login_params(sessid=sessid))
            scored("second login as another user on one socket", await powers(intruder, cast, own=own))
    await cast.alice.tells(cast.bob.person.client_id, "we are still here")
    await cast.bob.hears_body("we are still here")


async def test_with_forged_headers(cast: Cast, approves: Opens) -> None:
    alice, bob = cast.alice.person, cast.bob.person
    intruder = await approves(cast.mallory)
    names = [
        "from", "from_user", "from_host", "from_full", "FROM_USER", "from_user[0]", "from_sessid", "to_user", "to_host",
        "verto_jsock_uuid", "context", "dest_proto", "proto", "type", "verto_profile", "from_ARRAY::a|:b", "to_to",
    ]  # fmt: skip
    for name in names:
        for value in (alice.client_id, f"{alice.client_id}@pbx", alice.sessid, "GLOBAL"):
            body = str(uuid.uuid4())
            await intruder.tells(bob.client_id, body, **{name: value})
            await intruder.tells(alice.channel, body, **{name: value})
            heard = await cast.bob.does_hear(lambda frame, body=body: body in str(frame), seconds=0.1)  # type: ignore[misc]
            scored("forged from_* and to_* headers", heard)
    assert not await cast.bob.does_hear(lambda frame: cast.mallory.client_id in str(frame))


async def test_a_member_cannot_pass_for_another(cast: Cast) -> None:
    await cast.alice.tells(cast.bob.person.client_id, "mine", from_user="bob", from_full=cast.bob.person.client_id)
    heard = await cast.bob.hears_body("mine")
    scored("forged from_* and to_* headers", heard["from"] != cast.alice.person.client_id)


async def test_with_the_names_of_other_protocols(cast: Cast, approves: Opens, tmp_path: Path) -> None:
    intruder = await approves(cast.mallory)
    bob, trace = cast.bob.person.client_id, tmp_path / "ran"
    targets = [
        f"{proto}+{bob}"
        for proto in ("GLOBAL", "verto", "sip", "api", "event", "conf", "xmpp", "sms", "", "verto+verto")
    ]
    targets += [f"{proto}+{cast.alice.person.channel}" for proto in ("GLOBAL", "verto", "api")]
    targets += [f"api+system touch {trace}", "api+system", "api+shutdown", "lua+os.exit()", "GLOBAL+", "+", "a" * 3000]
    for to in targets:
        body = str(uuid.uuid4()) + f"\nsystem touch {trace}"
        await intruder.tells(to, body)
        heard = await cast.bob.does_hear(lambda frame, body=body: body[:36] in str(frame), seconds=0.1)  # type: ignore[misc]
        scored("proto+ targets", heard or trace.exists())


async def test_a_member_cannot_have_commands_run(cast: Cast, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    for to in (f"api+system touch {trace}", "api+bgapi", "api+lua"):
        await cast.alice.tells(to, f"system touch {trace}")
    await cast.alice.tells(
        cast.bob.person.client_id, f"touch {trace}; <!--#exec cmd='touch {trace}'--> ${{system touch {trace}}}"
    )
    assert await cast.bob.does_hear_text("touch")
    scored("proto+ targets", trace.exists())


async def test_into_other_channels_and_built_in_ones(cast: Cast, approves: Opens) -> None:
    intruder = await approves(cast.mallory)
    channel = cast.alice.person.channel
    names = [channel, channel.upper(), f"{channel}.x", f"{channel}.", f".{channel}", f"{channel}*", "*", "", "presence"]
    names += [
        cast.alice.person.sessid,
        f"{cast.alice.person.client_id}@pbx",
        *DEFAULT_HEADERS,
        *(f"{name}.sub" for name in DEFAULT_HEADERS),
    ]
    for name in names:
        await intruder.calls("verto.subscribe", {"eventChannel": name})
        body = str(uuid.uuid4())
        await intruder.tells(name, body)
        reply = await intruder.calls(
            "verto.broadcast", {"eventChannel": name, "localBroadcast": True, "eventData": body}
        )
        heard = await cast.bob.does_hear(lambda frame, body=body: body in str(frame), seconds=0.1)  # type: ignore[misc]
        scored("other channels, sub-channels, default header names", heard or "error" not in reply)
    scored(
        "other channels, sub-channels, default header names",
        "overheard" in await powers(intruder, cast, own=cast.mallory.channel),
    )


async def test_two_channels_cannot_meet_on_a_built_in_name(cast: Cast, approves: Opens) -> None:
    """Subscribing to `Event-Name` is always allowed by mod_verto; but nobody can publish there."""
    intruder = await approves(cast.mallory)
    for name in DEFAULT_HEADERS:
        await intruder.calls("verto.subscribe", {"eventChannel": name})
        body = str(uuid.uuid4())
        await cast.alice.tells(name, body)
        await cast.alice.calls("verto.broadcast", {"eventChannel": name, "localBroadcast": True, "eventData": body})
        heard = await intruder.does_hear(lambda frame, body=body: body in str(frame), seconds=0.1)  # type: ignore[misc]
        scored("other channels, sub-channels, default header names", heard)


PREPROCESSOR = [
    "<!--#exec \"touch {trace}\"-->", "<X-PRE-PROCESS cmd=\"exec\" data=\"touch {trace}\"/>", "</user><user id=\"x\">",
    "\"/><param name=\"jsonrpc-allowed-methods\" value=\"verto\"/>", "]]><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
    "&lt;&amp;", "$${{fsapi_secret}}", "${{system(touch {trace})}}", "`touch {trace}`", "; touch {trace} ;", "x\r\ny: z",
]  # fmt: skip


@pytest.mark.parametrize("text", PREPROCESSOR)
async def test_with_markup_in_every_field(cast: Cast, eve: Person, opens: Opens, tmp_path: Path, text: str) -> None:
    trace = tmp_path / "ran"
    text = text.format(trace=trace)
    attempts: list[dict[str, object]] = [
        {"login": text}, {"login": eve.client_id + text}, {"login": f"{eve.client_id}@{text}"}, {"passwd": text},
        {"sessid": text}, {"sessid": eve.sessid + text}, {"loginParams": {text: text}}, {"loginParams": [text]},
        {"userVariables": {text: text}}, {text: text},
    ]  # fmt: skip
    for changes in attempts:
        intruder = await opens(eve)
        await intruder.calls("login", eve.login_params(**{"sessid": None, **changes}))
        scored("XML and preprocessor text in every field", trace.exists() or await powers(intruder, cast))


async def test_with_polluting_login_params(cast: Cast, eve: Person, opens: Opens) -> None:
    bob = cast.bob.person
    polluting: list[object] = [
        {"section": "configuration", "key_value": "verto.conf"}, {"user": bob.client_id}, {"USER": bob.client_id},
        {"x&user": bob.client_id}, {"x&action=verto-login&login": bob.client_id, "sessid": bob.sessid},
        {"Event-Name": "x"}, {"jsonrpc-allowed-methods": "verto"}, {"password": "x"}, {"arr[4000]": "x"},
        {"action": "verto-login", "login": eve.client_id, "sessid": eve.sessid}, {"domain": "other"},
        {f"k{number}": "v" * 500 for number in range(200)}, ["user", bob.client_id], "user=x", 5,
        {"user": True}, {"%75ser": bob.client_id}, {"user\u0000": bob.client_id}, {"tag_name": "x", "hostname": "y"},
    ]  # fmt: skip
    for login_params in polluting:
        intruder = await opens(eve)
        await intruder.calls("login", eve.login_params(sessid=None, loginParams=login_params))
        scored("loginParams pollution", await powers(intruder, cast))


async def test_pipelined_behind_a_login(cast: Cast, eve: Person, opens: Opens) -> None:
    """No hook can close the time between login and hook; so nothing may be possible in it."""
    said = str(uuid.uuid4())
    for _ in range(10):
        intruder = await opens(eve)
        frames = [
            {"jsonrpc": "2.0", "method": "login", "params": eve.login_params(sessid=str(uuid.uuid4())), "id": 1},
            {"jsonrpc": "2.0", "method": "verto.subscribe", "params": {"eventChannel": eve.channel}, "id": 2},
            {"jsonrpc": "2.0", "method": "verto.info", "params": {"msg": {"to": eve.channel, "body": said}}, "id": 3},
        ]
        for frame in frames:
            await intruder.says(frame)
        scored("pipelined behind a login", await cast.bob.does_hear_text(said))


async def test_while_django_is_away_or_slow(cast: Cast, eve: Person, opens: Opens) -> None:
    """Fail closed: no answer is no right. The honest come back when Django does."""
    site = cast.site
    site.process.send_signal(signal.SIGSTOP)
    try:
        intruder = await opens(eve)
        reply = await intruder.calls("login", eve.login_params())
        scored("Django slow", "result" in reply or await powers(intruder, cast))
        await cast.alice.tells(cast.bob.person.client_id, "who is in stays in")
        await cast.bob.hears_body("who is in stays in")
    finally:
        site.process.send_signal(signal.SIGCONT)
    site.stop(signal.SIGKILL)
    try:
        intruder = await opens(eve)
        reply = await intruder.calls("login", eve.login_params())
        scored("Django down", "result" in reply or await powers(intruder, cast))
    finally:
        site.start()
    honest = await Direct.approved(eve)
    await honest.leaves()


async def test_while_django_answers_the_directory_but_not_the_hook(cast: Cast, opens: Opens) -> None:
    """A client that ends between the lookup and the hook gets nothing: here one whose channel is closed just then."""
    doomed_channel = cast.site.make_channel("Doomed")
    doomed = enlist(cast.site, doomed_channel)
    intruder = await opens(doomed)
    cast.site.manage(
        "shell",
        "-v",
        "0",
        "-c",
        f"from channels_app.models import Client; Client.objects.filter(pk='{doomed.client_id}').delete()",
    )
    reply = await intruder.calls("login", doomed.login_params())
    scored("credentials that have ended", "result" in reply or await powers(intruder, cast))


async def test_freeswitch_was_not_told_any_secret_by_its_log(cast: Cast) -> None:
    log = cast.site.freeswitch.log
    assert log
    secrets = (cast.alice.person.passwd, cast.site.freeswitch.fsapi_secret, cast.site.freeswitch.event_socket_password)
    assert not [secret for secret in secrets if secret in log]
