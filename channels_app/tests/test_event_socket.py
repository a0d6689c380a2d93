"""The event socket against a FreeSWITCH that behaves, and against ones that do not."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels_app.switches import event_socket
from channels_app.switches.event_socket import EventSocket, EventSocketError, EventSocketProblem
from channels_app.tests.fake_event_socket import (
    ACCEPTED,
    ASKS,
    GOODBYE,
    PASSWORD,
    FakeEventSocket,
    Script,
    answer,
    greet,
    hear,
)


def _client(fake: FakeEventSocket, password: str = PASSWORD, seconds: float = 5) -> EventSocket:
    return EventSocket(*fake.address, password, connect_seconds=5, reply_seconds=seconds)


def _problem(client: EventSocket, command: str = "status") -> EventSocketProblem:
    with pytest.raises(EventSocketError) as error:
        client.api(command)
    return error.value.code


def test_commands_are_answered_over_one_connection() -> None:
    with FakeEventSocket({"version short": "1.11.3\n", "hash select/a/b": ""}) as fake:
        with _client(fake) as client:
            assert client.api("version short") == "1.11.3\n"
            assert client.api("hash select/a/b") == ""
            assert client.api("verto_punt x") == "-ERR verto_punt Command not found!\n"
        assert (fake.connections, client.generation) == (1, 1)


def test_a_wrong_password_is_refused() -> None:
    with FakeEventSocket() as fake, _client(fake, "wrong") as client:
        assert _problem(client) is EventSocketProblem.REFUSED
        assert fake.commands == []


def test_nobody_listening() -> None:
    with FakeEventSocket() as fake:
        client = _client(fake)
    assert _problem(client) is EventSocketProblem.UNREACHABLE


def test_a_connection_that_was_lost_is_made_again_at_the_next_command() -> None:
    with FakeEventSocket({"status": "UP"}) as fake, _client(fake) as client:
        assert client.api("status") == "UP"
        fake.hang_up()
        # The fake has seen its connection end when it takes the next one; the client finds out by itself.
        assert client.api("status") == "UP"
        assert client.generation == 2
        client.close()
        assert client.api("status") == "UP"
    assert _problem(client) is EventSocketProblem.UNREACHABLE


def test_a_notice_while_nobody_asks_means_a_new_connection() -> None:
    said = Event()

    def serve_and_leave(connection: socket.socket) -> None:
        greet(connection)
        hear(connection)
        connection.sendall(answer("UP"))
        connection.sendall(GOODBYE)
        said.set()

    with FakeEventSocket(script=serve_and_leave) as fake, _client(fake) as client:
        assert client.api("status") == "UP"
        assert said.wait(5)
        assert client.api("status") == "UP"
        assert client.generation == 2


@pytest.mark.parametrize("command", ["", "a\nb", "a\r", "é", "a\0", "x" * 1025, "status\n\nexit"])
def test_what_is_not_one_line_is_no_command(command: str) -> None:
    with pytest.raises(ValueError, match="not a command"):
        EventSocket("127.0.0.1", 1, PASSWORD).api(command)


def _after_greeting(raw: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        greet(connection)
        hear(connection)
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        hear(connection)

    return script


P = EventSocketProblem


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", P.CLOSED),
        (b"Content-Type: api/response\nContent-Length: 5\n\nab", P.CLOSED),
        (GOODBYE, P.CLOSED),
        (b"Content-Type: text/rude-rejection\nContent-Length: 2\n\nno", P.REFUSED),
        (b"garbage\n\n", P.GARBLED),
        (b"\n\n", P.GARBLED),
        (b"Content-Type api/response\n\n", P.GARBLED),
        (b"Content-Length: 2\n\nab", P.GARBLED),
        (b"Content-Type: text/event-plain\nContent-Length: 2\n\nab", P.GARBLED),
        (b"Content-Type: api/response\nContent-Length: -1\n\n", P.GARBLED),
        (b"Content-Type: api/response\nContent-Length: 1e3\n\n", P.GARBLED),
        (b"Content-Type: api/response\nContent-Length: 1\nContent-Length: 2\n\nab", P.GARBLED),
        (b"Content-Type: api/response\nContent-Length: 999999999\n\n", P.TOO_LARGE),
        (b"Content-Type: api/response\nContent-Length: 9999999999\n\n", P.GARBLED),
        (b"X: " + b"x" * 100_000, P.TOO_LARGE),
    ],
)
def test_a_reply_that_is_none(raw: bytes, problem: EventSocketProblem) -> None:
    with FakeEventSocket(script=_after_greeting(raw)) as fake, _client(fake) as client:
        assert _problem(client) is problem


@pytest.mark.parametrize("raw", [b"", b"hello\n\n", ACCEPTED, b"Content-Type: text/rude-rejection\n\n"])
def test_a_greeting_that_is_none(raw: bytes) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(raw)

    with FakeEventSocket(script=script) as fake, _client(fake) as client:
        assert _problem(client) in {P.CLOSED, P.GARBLED, P.REFUSED}


@pytest.mark.parametrize("said", [b"", ASKS])
def test_one_who_says_no_more_is_not_waited_for(said: bytes) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(said)
        while connection.recv(4096):
            pass

    with FakeEventSocket(script=script) as fake, _client(fake, seconds=0.1) as client:
        assert _problem(client) is P.TIMEOUT


def test_a_reply_in_drops_is_not_waited_for_either() -> None:
    """Each drop alone comes in time; the whole reply does not."""
    stop = Event()

    def drips(connection: socket.socket) -> None:
        greet(connection)
        hear(connection)
        connection.sendall(b"Content-Type: api/response\nContent-Length: 100000\n\n")
        with suppress(OSError):
            while not stop.wait(0.01):
                connection.sendall(b"x")

    with FakeEventSocket(script=drips) as fake, _client(fake, seconds=0.3) as client:
        assert _problem(client) is P.TIMEOUT
        stop.set()


def test_a_long_reply_in_parts_arrives_whole() -> None:
    body = "é" * 500_000
    with FakeEventSocket({"verto jsonstatus": body}) as fake, _client(fake, seconds=30) as client:
        assert client.api("verto jsonstatus") == body


def test_after_a_bad_reply_the_next_command_has_a_connection_of_its_own() -> None:
    bodies = iter([b"garbage\n\n", answer("UP")])

    def script(connection: socket.socket) -> None:
        _after_greeting(next(bodies))(connection)

    with FakeEventSocket(script=script) as fake, _client(fake) as client:
        assert _problem(client) is P.GARBLED
        assert client.api("status") == "UP"


def test_threads_get_their_own_answers() -> None:
    answers = {f"echo {number}": str(number) for number in range(200)}
    with FakeEventSocket(answers) as fake, _client(fake, seconds=30) as client, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(client.api, answers)) == list(answers.values())
        assert client.generation == 1


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes_are_headers_or_a_fault(raw: bytes) -> None:
    with suppress(EventSocketError):
        headers = event_socket._headers(raw)
        assert all(name == name.lower() for name in headers)
