"""A FreeSWITCH that has an event socket and nothing else, in a thread, well behaved or not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Thread

PASSWORD = "e" * 32
ASKS = b"Content-Type: auth/request\n\n"
ACCEPTED = b"Content-Type: command/reply\nReply-Text: +OK accepted\n\n"
INVALID = b"Content-Type: command/reply\nReply-Text: -ERR invalid\n\n"
GOODBYE = b"Content-Type: text/disconnect-notice\nContent-Length: 23\n\nDisconnected, goodbye.\n"
UNKNOWN = "-ERR {} Command not found!\n"

Script = Callable[[socket.socket], None]


def answer(body: str) -> bytes:
    """Return what FreeSWITCH sends for an `api` command that printed this."""
    raw = body.encode()
    return b"Content-Type: api/response\nContent-Length: %d\n\n%s" % (len(raw), raw)


def hear(connection: socket.socket) -> str:
    """Return the next request; empty when the client has hung up."""
    heard = b""
    while not heard.endswith(b"\n\n"):
        received = connection.recv(4096)
        if not received:
            return ""
        heard += received
    return heard.decode().strip()


def greet(connection: socket.socket) -> bool:
    """Let the client in; True when it knew the password."""
    connection.sendall(ASKS)
    if hear(connection) != f"auth {PASSWORD}":
        connection.sendall(INVALID + GOODBYE)
        return False
    connection.sendall(ACCEPTED)
    return True


class FakeEventSocket:
    """Answers the commands it knows; each connection is served by `script`, one after the other."""

    def __init__(self, answers: Mapping[str, str] | None = None, script: Script | None = None) -> None:
        self.answers = dict(answers or {})
        self.commands: list[str] = []
        self.connections = 0
        self._script = script or self.serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listener.getsockname()
        self._open: list[socket.socket] = []
        self._thread = Thread(target=self._accept, daemon=True)

    def __enter__(self) -> FakeEventSocket:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def serve(self, connection: socket.socket) -> None:
        """Behave as FreeSWITCH does."""
        if not greet(connection):
            return
        while request := hear(connection):
            command = request.removeprefix("api ")
            self.commands.append(command)
            connection.sendall(answer(self.answers.get(command, UNKNOWN.format(command.split()[0]))))

    def hang_up(self) -> None:
        """Drop whoever is connected, and go on listening."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Hang up and listen no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        self._thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                with connection, suppress(OSError):
                    self._script(connection)
                self._open.remove(connection)
