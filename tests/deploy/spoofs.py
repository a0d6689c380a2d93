"""Requests that want to seem local, or to be read in two ways: as many as somebody outside could think of.

Each is what goes over the wire. `{name}` is the name of the site; the paths asked for are in two versions, one for each of
those that only this machine may read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

NAME = "talk.example.org"
HIDDEN = ("fsapi", "metrics")

SPELLINGS = [
    "/{0}", "//{0}", "///{0}", "/./{0}", "/../{0}", "/x/../{0}", "/peers/../{0}", "/static/../{0}", "/static/%2e%2e/{0}",
    "/static/..%2f{0}", "/admin/../{0}", "/admin/..;/{0}", "/..;/{0}", "/;/{0}", "/{0}/", "/{0}//", "/{0}/.", "/{0}?", "/{0}?x=1",
    "/{0}#x", "/{0};x", "/{0}.", "/{0}%20", "/{0}%09", "/{0}%0a", "/{0}%0d%0a", "/{0}%23", "/{0}%3f", "/%2f{0}", "/%5c{0}",
    "/\\{0}", "\\{0}", "/{0}\\", "/{upper}", "/{title}", "/{encoded}", "/{twice}", "/{0}%00", "/{0}%00.js", "/test/../{0}",
    "/verto/../{0}", "/verto/{0}", "/health/../{0}", "/health/{0}", "/sw.js/../{0}", "/?/../{0}", "/peers/%2e%2e/{0}",
    "/%2e/{0}", "/index/{0}", "/%ef%bc%8f{0}", "/.%00/{0}", "/@{0}", "/404/../{0}",
]  # fmt: skip

CLAIMS: list[list[tuple[str, str]]] = [
    [],
    [("Host", "localhost")],
    [("Host", "127.0.0.1:8010")],
    [("Host", "[::1]:8010")],
    [("Host", NAME), ("Host", "localhost")],
    [("Host", "localhost"), ("Host", NAME)],
    [("Host", f"{NAME}:8010")],
    [("Host", f"{NAME}@localhost")],
    [("Host", f"localhost#{NAME}")],
    [("X-Forwarded-Host", "localhost")],
    [("X-Forwarded-For", "127.0.0.1")],
    [("X-Forwarded-For", "127.0.0.1, 127.0.0.1"), ("X-Forwarded-For", "::1")],
    [("X-Forwarded-Proto", "http"), ("X-Forwarded-Port", "8010")],
    [("X-Forwarded-Server", "localhost"), ("X-Forwarded-Prefix", "/{0}")],
    [("Forwarded", "for=127.0.0.1;host=localhost;proto=http")],
    [("X-Real-IP", "127.0.0.1")],
    [("X-Client-IP", "127.0.0.1"), ("True-Client-IP", "127.0.0.1")],
    [("CF-Connecting-IP", "127.0.0.1"), ("X-Cluster-Client-IP", "127.0.0.1")],
    [("X-Original-URL", "/{0}"), ("X-Rewrite-URL", "/{0}")],
    [("X-Original-Host", "localhost"), ("X-Host", "localhost")],
    [("X-HTTP-Method-Override", "GET"), ("X-Method-Override", "POST")],
    [("Via", "1.1 localhost")],
    [("Connection", "close, X-Forwarded-For, Host")],
    [("X_Forwarded_For", "127.0.0.1"), ("X_Forwarded_Host", "localhost")],
    [("Upgrade", "h2c"), ("Connection", "Upgrade, HTTP2-Settings"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")],
    [("Proxy", "http://127.0.0.1:8010"), ("Proxy-Connection", "keep-alive")],
    [("X-Accel-Redirect", "/{0}"), ("X-Sendfile", "/{0}")],
    [("Authorization", "Basic ZnN3aXRjaDpzZWNyZXQ="), ("User-Agent", "freeswitch-xml/1.0")],
    [("Sec-Fetch-Site", "none"), ("X-Prometheus-Scrape-Timeout-Seconds", "10")],
    [("Referer", "http://localhost/"), ("Origin", "http://localhost:8010")],
]
HOSTS = [
    "localhost",
    "127.0.0.1",
    "127.0.0.1:8010",
    "[::1]:8010",
    "0.0.0.0",
    NAME,
    "localhost:443",
    "unix:/run/peers/web.sock:",
]
FORM = b"section=directory&action=sip_auth"


def spoofs() -> Iterator[bytes]:
    """Yield all of them."""
    yield from _spellings_and_claims()
    yield from _absolute_forms()
    yield from _smuggled()
    yield from _after_an_upgrade()


def paths(hidden: str) -> list[str]:
    """Return every spelling of a hidden path."""
    encoded = "".join(f"%{ord(letter):02x}" for letter in hidden)
    words = {
        "upper": hidden.upper(),
        "title": hidden.title(),
        "encoded": encoded,
        "twice": encoded.replace("%", "%25"),
    }
    return [spelling.format(hidden, **words) for spelling in SPELLINGS]


def _spellings_and_claims() -> Iterator[bytes]:
    methods = itertools.cycle(["GET", "GET", "POST", "HEAD", "OPTIONS"])
    for hidden in HIDDEN:
        for path, claims in itertools.product(paths(hidden), CLAIMS):
            yield _request(next(methods), path, [(name, value.replace("{0}", hidden)) for name, value in claims])


def _absolute_forms() -> Iterator[bytes]:
    for hidden, scheme, host, claims in itertools.product(HIDDEN, ("http", "https"), HOSTS, CLAIMS[:6]):
        yield _request("GET", f"{scheme}://{host}/{hidden}", claims)


def _request(method: str, target: str, claims: list[tuple[str, str]]) -> bytes:
    headers = list(claims)
    if not any(name == "Host" for name, _ in headers):
        headers.insert(0, ("Host", NAME))
    if not any(name == "Connection" for name, _ in headers):
        headers.append(("Connection", "close"))
    body = FORM if method == "POST" else b""
    if body:
        headers += [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(body)))]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


def _smuggled() -> Iterator[bytes]:
    """One request for those who end it here, two for those who end it there."""
    for hidden, outer, host in itertools.product(HIDDEN, ("/", "/peers", "/health", "/nothing"), ("localhost", NAME)):
        inner = f"GET /{hidden} HTTP/1.1\r\nHost: {host}\r\nX: x"
        chunked = f"{len(inner):x}\r\n{inner}\r\n0\r\n\r\n"
        ended = f"0\r\n\r\n{inner}\r\n\r\n"
        for framing, body in (
            (f"Content-Length: {len(ended)}\r\nTransfer-Encoding: chunked", ended),
            (f"Transfer-Encoding: chunked\r\nContent-Length: {len(ended)}", ended),
            ("Transfer-Encoding: chunked\r\nContent-Length: 4", chunked),
            ("Transfer-Encoding: xchunked", ended),
            ("Transfer-Encoding : chunked", ended),
            ("Transfer-Encoding:\tchunked", ended),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", ended),
            ("Transfer-Encoding: identity, chunked", ended),
            ("X: y\nTransfer-Encoding: chunked", ended),
            ("X: y\r\n Transfer-Encoding: chunked", ended),
            (f"Content-Length: 0\r\nContent-Length: {len(ended)}", ended),
            ("Content-Length: 0", f"{inner}\r\n\r\n"),
            ("Content-Length: +5", ended),
            ("Content-Length: 0x5", ended),
            (f"Content-Length: {len(ended)},{len(ended)}", ended),
            ("Expect: 100-continue\r\nContent-Length: 0", f"{inner}\r\n\r\n"),
        ):
            yield f"POST {outer} HTTP/1.1\r\nHost: {NAME}\r\n{framing}\r\n\r\n{body}".encode("latin-1")
        for line in (
            f"GET {outer} HTTP/1.1\r\nHost: {NAME}\r\n\r\n{inner}\r\n\r\n",
            f"GET {outer}%20HTTP/1.1%0d%0aHost:%20localhost%0d%0a%0d%0aGET%20/{hidden} HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
            f"GET {outer} HTTP/1.1\nGET /{hidden} HTTP/1.1\r\nHost: {NAME}\r\n\r\n",
            f"GET {outer}?\tHTTP/1.1\rX: /{hidden} HTTP/1.0\r\nHost: {NAME}\r\n\r\n",
            f"GET /{hidden}\r\n",
            f"GET /{hidden} HTTP/0.9\r\n\r\n",
            f"GET /{hidden} HTTP/1.0\r\n\r\n",
            f"GET /{hidden} HTTP/1.0\r\nHost: {host}\r\n\r\n",
            f"GET /{hidden} HTTP/2.0\r\nHost: {host}\r\n\r\n",
            f"GET  /{hidden} HTTP/1.1\r\nHost: {host}\r\n\r\n",
            f"CONNECT 127.0.0.1:8010 HTTP/1.1\r\nHost: {NAME}\r\n\r\nGET /{hidden} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            f"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET /{hidden} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            yield line.encode("latin-1")


def _after_an_upgrade() -> Iterator[bytes]:
    """A handshake that fails behind nginx would leave an open tunnel, if nginx let it through."""
    for hidden, version, upgrade, path in itertools.product(
        HIDDEN,
        ("13", "777", ""),
        ("websocket", "WebSocket, h2c", "h2c"),
        ("/verto", "/verto?x", "/health", f"/{HIDDEN[0]}"),
    ):
        handshake = (
            f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\nConnection: Upgrade\r\nUpgrade: {upgrade}\r\n"
            f"Sec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: nope\r\n\r\n"
        )
        yield (handshake + f"GET /{hidden} HTTP/1.1\r\nHost: localhost\r\n\r\n").encode("latin-1")
