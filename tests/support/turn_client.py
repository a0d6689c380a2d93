"""A client of a relay, as small as it can be: an allocation over UDP, and whom it may send to, as RFC 8489 and 8656 say."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import socket
import struct
from types import TracebackType
from typing import Self

_COOKIE = 0x2112A442
_ALLOCATE, _REFRESH, _CREATE_PERMISSION, _CHANNEL_BIND = 0x0003, 0x0004, 0x0008, 0x0009
_SEND_INDICATION, _DATA_INDICATION = 0x0016, 0x0017
_SUCCESS, _ERROR = 0x0100, 0x0110
_USERNAME, _INTEGRITY, _ERROR_CODE, _LIFETIME, _REALM, _NONCE, _TRANSPORT = 6, 8, 9, 13, 20, 21, 25
_CHANNEL, _PEER, _DATA, _FAMILY = 0x000C, 0x0012, 0x0013, 0x0017
_RELAYED, _SOFTWARE = 0x0016, 0x8022
_UDP, _TCP = b"\x11\0\0\0", b"\x06\0\0\0"
_V6 = b"\x02\0\0\0"
_FIRST_CHANNEL = 0x4000
_INTEGRITY_BYTES = 24
ANSWER_SECONDS = 5
TRIES = 3
STALE_NONCE, OTHER_PORT = 438, 437
ALLOCATED = 200
"""What the relay answers where it agreed; otherwise it is its error, such as 401 or 486 (over quota)."""


def allocate_once(port: int, username: str = "", credential: str = "") -> int:
    """Return what the relay at this port says to somebody who shows these; an allocation is given back at once."""
    code = OTHER_PORT
    while code == OTHER_PORT:
        # It remembers a port for a while, and whoever had it before; RFC 8656 says to take another.
        with TurnClient(port, username, credential) as client:
            code = client.allocate()
    return code


class TurnClient:
    """One socket, which can have one allocation. Without a username it shows nothing."""

    def __init__(self, port: int, username: str = "", credential: str = "", address: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.settimeout(ANSWER_SECONDS)
        self._socket.connect((address, port))
        self._username, self._credential = username, credential
        self.realm = ""
        self._nonce = b""
        self._next_channel = _FIRST_CHANNEL
        self.software = b""
        """What the relay calls itself, if it does."""
        self.relayed_address, self.relayed_port = "", 0
        """Where it hears for us, once it agreed to an allocation."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.realm:
            self.refresh(seconds=0)
        self._socket.close()

    def allocate(self, *, v6: bool = False, tcp: bool = False) -> int:
        """Ask for an address at the relay; return ALLOCATED or the error. Raises `TimeoutError` without an answer."""
        return self._ask(_ALLOCATE, [(_TRANSPORT, _TCP if tcp else _UDP), *([(_FAMILY, _V6)] if v6 else [])])

    def refresh(self, seconds: int = 600) -> int:
        """Keep the allocation so many seconds longer, or with 0 give it back; return ALLOCATED or the error."""
        return self._ask(_REFRESH, [(_LIFETIME, struct.pack("!I", seconds))])

    def permits(self, peer: str) -> int:
        """Ask that this address may be sent to; return ALLOCATED or the error."""
        return self._ask(_CREATE_PERMISSION, [(_PEER, _peer(peer, 0))])

    def binds(self, peer: str, port: int) -> int:
        """Ask for a channel to this address; return ALLOCATED or the error."""
        number, self._next_channel = self._next_channel, self._next_channel + 1
        return self._ask(_CHANNEL_BIND, [(_CHANNEL, struct.pack("!HH", number, 0)), (_PEER, _peer(peer, port))])

    def sends(self, peer: str, port: int, data: bytes) -> None:
        """Have this sent, if the relay does; it answers nothing."""
        self._socket.send(_message(_SEND_INDICATION, os.urandom(12), [(_PEER, _peer(peer, port)), (_DATA, data)]))

    def hears(self) -> bytes:
        """Return what the relay brings next. Raises `TimeoutError` where it brings nothing."""
        while True:
            said = self._socket.recv(2048)
            if struct.unpack("!H", said[:2])[0] == _DATA_INDICATION:
                return _attributes(said)[_DATA]

    def _ask(self, method: int, attributes: list[tuple[int, bytes]]) -> int:
        code = 0
        # The first answer tells realm and nonce, and a nonce may have become stale.
        for _ in range(TRIES):
            known = (_USERNAME, self._username.encode()), (_REALM, self.realm.encode()), (_NONCE, self._nonce)
            code, told = self._exchange(method, [*attributes, *(known if self._username and self.realm else ())])
            is_first = code == 401 and not self.realm  # noqa: PLR2004 - RFC 8489
            self.realm, self._nonce = told.get(_REALM, self.realm.encode()).decode(), told.get(_NONCE, self._nonce)
            if not (is_first or code == STALE_NONCE) or not self._username:
                break
        return code

    def _exchange(self, method: int, attributes: list[tuple[int, bytes]]) -> tuple[int, dict[int, bytes]]:
        transaction = os.urandom(12)
        message = _message(method, transaction, attributes)
        if any(kind == _USERNAME for kind, _ in attributes):
            message = self._signed(message)
        self._socket.send(message)
        while True:
            answer = self._socket.recv(2048)
            kind = struct.unpack("!H", answer[:2])[0]
            if answer[8:20] == transaction and kind in (method | _SUCCESS, method | _ERROR):
                break
        told = _attributes(answer)
        self.software = told.get(_SOFTWARE, self.software)
        if kind == _ALLOCATE | _SUCCESS:
            shown = _hidden(told[_RELAYED], transaction)
            self.relayed_address = str(ipaddress.ip_address(shown[4:]))
            self.relayed_port = int.from_bytes(shown[2:4])
        if kind == method | _SUCCESS:
            return ALLOCATED, told
        return (told[_ERROR_CODE][2] & 7) * 100 + told[_ERROR_CODE][3], told

    def _signed(self, message: bytes) -> bytes:
        identity = f"{self._username}:{self.realm}:{self._credential}"
        key = hashlib.md5(identity.encode(), usedforsecurity=False).digest()
        # The length counts what is about to be added.
        longer = message[:2] + struct.pack("!H", len(message) - 20 + _INTEGRITY_BYTES) + message[4:]
        return longer + _attribute(_INTEGRITY, hmac.digest(key, longer, "sha1"))


def _message(method: int, transaction: bytes, attributes: list[tuple[int, bytes]]) -> bytes:
    body = b"".join(
        _attribute(kind, _hidden(value, transaction) if kind == _PEER else value) for kind, value in attributes
    )
    return struct.pack("!HHI", method, len(body), _COOKIE) + transaction + body


def _peer(address: str, port: int) -> bytes:
    packed = ipaddress.ip_address(address).packed
    return struct.pack("!BBH", 0, 1 if len(packed) == 4 else 2, port) + packed  # noqa: PLR2004 - IPv4


def _hidden(peer: bytes, transaction: bytes) -> bytes:
    """Address and port are sent under a mask, so that nobody on the way takes them for addresses to translate."""
    cookie = struct.pack("!I", _COOKIE)
    mask = bytes(2) + cookie[:2] + cookie + transaction
    return bytes(byte ^ masked for byte, masked in zip(peer, mask, strict=False))


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def _attributes(message: bytes) -> dict[int, bytes]:
    found, at = {}, 20
    while at + 4 <= len(message):
        kind, length = struct.unpack("!HH", message[at : at + 4])
        found[kind] = message[at + 4 : at + 4 + length]
        at += 4 + length + -length % 4
    return found
