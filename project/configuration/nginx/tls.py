"""How the way between a visitor and nginx is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from project.configuration.codes import Mistake
from project.configuration.nginx.tree import Directive

_PROTOCOLS = {"TLSv1.2", "TLSv1.3"}
_AUTHENTICATED = ("GCM", "CHACHA20")


def mistakes(root: Directive) -> Iterator[Mistake]:
    """Yield what is weak about TLS."""
    for directive in root.walk():
        if directive.name == "ssl_protocols":
            for name in sorted(set(directive.arguments) - _PROTOCOLS):
                yield directive.mistake("N401", name)
        elif directive.name == "ssl_ciphers":
            for name in directive.arguments[0].split(":"):
                if not _is_strong(name):
                    yield directive.mistake("N402", name)
        elif directive.name == "ssl_early_data" and directive.arguments == ("on",):
            yield directive.mistake("N404")
        elif directive.name == "server" and any("ssl" in listen.arguments for listen in directive.named("listen")):
            yield from _server(directive)


def _is_strong(name: str) -> bool:
    return name.startswith("!") or (name.startswith("ECDHE-") and any(mode in name for mode in _AUTHENTICATED))


def _server(server: Directive) -> Iterator[Mistake]:
    """Yield what a server with TLS leaves to nginx' own choice, which is wider."""
    if any(one.arguments == ("on",) for one in server.named("ssl_reject_handshake")):
        return
    if not server.in_force("ssl_protocols"):
        yield server.mistake("N401", "ssl_protocols is missing")
    if not server.in_force("ssl_ciphers"):
        yield server.mistake("N402", "ssl_ciphers is missing")
    tickets = server.in_force("ssl_session_tickets")
    if not any(one.arguments == ("off",) for one in tickets):
        yield (tickets[0] if tickets else server).mistake("N405")
