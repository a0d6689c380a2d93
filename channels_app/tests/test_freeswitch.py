"""FreeSWITCH as the switch: how Django asks how it is, and has it drop sessions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from prometheus_client.core import Metric

from channels_app.endings import end_clients
from channels_app.models import Client
from channels_app.switches import get_switch
from channels_app.switches.event_socket import EventSocket, EventSocketError, EventSocketProblem
from channels_app.switches.freeswitch import FreeswitchSwitch
from channels_app.switches.freeswitch_status import FreeswitchStatus, StatusWatch, ask
from channels_app.switches.punts import Punter
from channels_app.testing import Cast
from channels_app.tests.fake_event_socket import PASSWORD, FakeEventSocket
from verto.core.codes import PuntReason

# As FreeSWITCH 1.11.3 prints it, tabs and all.
NOBODY = '{\n\t"profiles":\t[{\n\t\t\t"name":\t"p",\n\t\t\t"state":\t"RUNNING",\n\t\t\t"users":\t[]\n\t\t}]\n}\n'
USERS = [{"entity": "@", "state": "CONN_NO_REG"}, {"entity": "u@pbx", "state": "CONN_REG"}, {"state": "CONN_REG"}]
HEALTHY = {
    "version short": "1.11.3-dev\n",
    "verto jsonstatus": json.dumps({"profiles": [{"name": "p", "users": USERS}]}),
    "hash select/watch/delay_us": "24500",
    "hash select/watch/beat": "1000000000",
}
SESSID = str(uuid4())


@pytest.fixture
def fake() -> Iterator[FakeEventSocket]:
    with FakeEventSocket(HEALTHY) as fake:
        yield fake


@pytest.fixture
def switch(fake: FakeEventSocket, settings: Any) -> Iterator[FreeswitchSwitch]:
    """The chosen switch of this process, in front of the fake."""
    settings.FREESWITCH_EVENT_SOCKET = fake.address
    settings.FREESWITCH_EVENT_SOCKET_PASSWORD = PASSWORD
    settings.SWITCH = "freeswitch"
    switch = get_switch()
    assert isinstance(switch, FreeswitchSwitch)
    yield switch
    switch._punter.join(10)
    switch._watch.stop()
    switch._punter._event_socket.close()


def _samples(metrics: Any) -> dict[str, float]:
    found: dict[str, float] = {}
    for metric in metrics:
        assert isinstance(metric, Metric) and metric.documentation.endswith(".")
        for sample in metric.samples:
            found[sample.name + "".join(sample.labels.values())] = sample.value
    return found


# --- How it is -------------------------------------------------------------------------------------------------------


def test_freeswitch_says_how_it_is(fake: FakeEventSocket) -> None:
    with EventSocket(*fake.address, PASSWORD) as event_socket:
        status = ask(event_socket)
        assert (status.version, status.clients, status.sockets, status.relay_delay) == ("1.11.3-dev", 2, 3, 0.0245)
        assert status.relay_beat_age == pytest.approx(time.time() - 1e9, abs=60)
        fake.answers |= {"verto jsonstatus": NOBODY, "hash select/watch/beat": "-ERR no reply\n"}
        fake.answers["hash select/watch/delay_us"] = ""
        assert ask(event_socket) == FreeswitchStatus("1.11.3-dev", 0, 0, None, None)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("version short", "-ERR version Command not found!\n"),
        ("version short", "1.11.3\nx"),
        ("verto jsonstatus", "-ERR verto Command not found!\n"),
        ("verto jsonstatus", "[]"),
        ("verto jsonstatus", '{"profiles": 3}'),
        ("verto jsonstatus", '{"profiles": [{"users": ["x"]}]}'),
        ("verto jsonstatus", '{"profiles": [{}]}'),
    ],
)
def test_an_answer_that_makes_no_sense_is_none(fake: FakeEventSocket, command: str, answer: str) -> None:
    fake.answers[command] = answer
    with EventSocket(*fake.address, PASSWORD) as event_socket:
        with pytest.raises(ValueError):  # noqa: PT011 - json raises a subclass of it
            ask(event_socket)
        watch = StatusWatch(event_socket)
        assert watch.latest() is None
        watch.stop()


def test_the_newest_answer_is_kept_and_a_change_is_noticed(fake: FakeEventSocket) -> None:
    watch = StatusWatch(EventSocket(*fake.address, PASSWORD), ask_seconds=0.01)
    first = watch.first()
    assert first is not None and first.clients == 2
    fake.answers["verto jsonstatus"] = NOBODY
    _until(lambda: (status := watch.latest()) is not None and status.clients == 0)
    fake.stop()
    _until(lambda: watch.latest() is None)
    watch.stop()


def test_asking_is_not_repeated_for_everybody_who_wants_to_know(fake: FakeEventSocket) -> None:
    watch = StatusWatch(EventSocket(*fake.address, PASSWORD), ask_seconds=3600)
    assert len({id(watch.first()) for _ in range(100)}) == 1
    watch.stop()
    assert len(fake.commands) == len(HEALTHY)


def test_an_old_answer_is_none(fake: FakeEventSocket) -> None:
    watch = StatusWatch(EventSocket(*fake.address, PASSWORD), ask_seconds=3600)
    assert watch.first() is not None
    watch._at -= 21
    assert watch.latest() is None
    watch.stop()


def test_there_is_much_to_measure(switch: FreeswitchSwitch) -> None:
    assert switch.problem() == ""
    found = _samples(switch.metrics())
    assert found.pop("freeswitch_relay_beat_age_seconds") > 0
    assert found == {
        "freeswitch_up": 1,
        "freeswitch_info1.11.3-dev": 1,
        "freeswitch_clients_connected": 2,
        "freeswitch_sockets_open": 3,
        "freeswitch_relay_delay_seconds": 0.0245,
        "freeswitch_punts_totaldone": 0,
        "freeswitch_punts_totalnot_there": 0,
        "freeswitch_punts_totalfailed": 0,
    }


def test_without_freeswitch_the_metrics_say_so(switch: FreeswitchSwitch, fake: FakeEventSocket) -> None:
    fake.stop()
    response = Browser().get("/metrics", headers={"Host": "127.0.0.1"})
    assert b"freeswitch_up 0.0\n" in response.content
    assert b"freeswitch_clients_connected" not in response.content
    assert b"verto_clients_connected 0.0\n" in response.content


def test_without_freeswitch_the_operator_is_told(switch: FreeswitchSwitch, fake: FakeEventSocket, db: None) -> None:
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("ada", "", "x"))
    for page in ("/admin/channels_app/channel/", "/admin/channels_app/client/"):
        assert "FreeSWITCH does not answer" not in browser.get(page).content.decode()
    fake.stop()
    switch._watch._look()
    for page in ("/admin/channels_app/channel/", "/admin/channels_app/client/"):
        assert "FreeSWITCH does not answer" in browser.get(page).content.decode()


# --- Punts -----------------------------------------------------------------------------------------------------------


def test_freeswitchs_own_command_is_used_where_there_is_one(fake: FakeEventSocket) -> None:
    other = str(uuid4())
    fake.answers |= {f"verto_punt {SESSID}": "+OK\n", f"verto_punt {other}": "-ERR no such session\n"}
    with EventSocket(*fake.address, PASSWORD) as event_socket:
        punter = Punter(event_socket)
        punter.punt([SESSID, other])
        punter.join(10)
    assert fake.commands == [f"verto_punt {SESSID}", f"verto_punt {other}"]
    assert punter.results == {"done": 1, "not_there": 1}


def test_elsewhere_the_script_is_and_that_is_remembered_for_the_connection(fake: FakeEventSocket) -> None:
    fake.answers[f"lua verto_punt.lua {SESSID}"] = "+OK\n"
    script, command = f"lua verto_punt.lua {SESSID}", f"verto_punt {SESSID}"
    with EventSocket(*fake.address, PASSWORD) as event_socket:
        punter = Punter(event_socket)
        punter.punt([SESSID, SESSID])
        punter.join(10)
        assert fake.commands == [command, script, script]
        fake.hang_up()
        fake.commands.clear()
        fake.answers[command] = "+OK\n"
        # This call finds the connection gone and makes another; the next one knows that it may be another FreeSWITCH.
        punter.punt([SESSID, SESSID])
        punter.join(10)
        assert fake.commands == [script, command]
    assert punter.results == {"done": 4}


@pytest.mark.parametrize("answer", ["-ERR Cannot execute script\n", "what?", ""])
def test_a_punt_that_cannot_be_done_is_counted(
    fake: FakeEventSocket, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    fake.answers[f"lua verto_punt.lua {SESSID}"] = answer
    with EventSocket(*fake.address, PASSWORD) as event_socket:
        punter = Punter(event_socket)
        punter.punt([SESSID] * 3)
        punter.join(10)
    assert punter.results == {"failed": 3}
    assert caplog.text.count("neither the command") == int("script" in answer)


def test_without_freeswitch_punts_are_given_up_and_nobody_waits(caplog: pytest.LogCaptureFixture) -> None:
    with FakeEventSocket() as fake:
        event_socket = EventSocket(*fake.address, PASSWORD)
    punter = Punter(event_socket)
    punter.punt([str(uuid4()) for _ in range(1000)])
    punter.join(10)
    assert punter.results == {"failed": 1000}
    assert "did not punt" in caplog.text and SESSID not in caplog.text


def test_only_so_many_wait_and_only_ids_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    punter = Punter(EventSocket("127.0.0.1", 1, PASSWORD), most_waiting=3)
    asked: list[str] = []

    def api(command: str) -> str:
        asked.append(command)
        return "+OK"

    monkeypatch.setattr(punter._event_socket, "api", api)
    with punter._lock:
        # Nobody works meanwhile.
        punter._thread = object()  # type: ignore[assignment]
    punter.punt([*(str(uuid4()) for _ in range(5)), "x\n\nexit", ""])
    assert punter.results == {"failed": 4}
    punter._thread = None
    punter.punt([])
    punter.join(10)
    assert len(asked) == 3 and punter.results == {"failed": 4, "done": 3}


def test_a_fault_of_ours_does_not_end_the_punts(monkeypatch: pytest.MonkeyPatch) -> None:
    punter = Punter(EventSocket("127.0.0.1", 1, PASSWORD))
    faults = iter([RuntimeError("a fault"), EventSocketError(EventSocketProblem.CLOSED)])

    def api(command: str) -> str:
        raise next(faults)

    monkeypatch.setattr(punter._event_socket, "api", api)
    punter.punt([SESSID, SESSID, SESSID])
    punter.join(10)
    assert punter.results == {"failed": 3}


def test_who_is_ended_is_punted_from_freeswitch_too(
    switch: FreeswitchSwitch, fake: FakeEventSocket, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    sessids = [str(person.client.sessid) for person in (cast.alice, cast.bob)]
    fake.answers |= {f"verto_punt {sessid}": "+OK\n" for sessid in sessids}
    with django_capture_on_commit_callbacks(execute=True):
        end_clients(Client.objects.filter(pk=cast.alice.client_id), PuntReason.REMOVED)
    with django_capture_on_commit_callbacks(execute=True):
        cast.channel.delete()
    switch._punter.join(10)
    assert [command for command in fake.commands if "punt" in command] == [f"verto_punt {one}" for one in sessids]
    assert switch._punter.results == {"done": 2}


def _until(is_so: Any) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "it never came to this"
        time.sleep(0.005)
