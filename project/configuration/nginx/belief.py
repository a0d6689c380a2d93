"""What nginx believes of what it is told, and what it tells the application."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from project.configuration.codes import Mistake
from project.configuration.nginx.places import is_socket
from project.configuration.nginx.tree import Directive

_ADDRESS = "$remote_addr"
_HOST = re.compile(r"\$(?:http_)?host(?:\$\w+)?")
_CLIENTS_WORDS = re.compile(
    r"\$\{?(?:http_(?:x_(?:forwarded|real|original|client|cluster|rewrite)|forwarded|via|cf_|true_|client)|proxy_add_)",
    re.IGNORECASE,
)
_CLEARED = ("forwarded", "x-forwarded-host", "x-real-ip")


def mistakes(root: Directive) -> Iterator[Mistake]:
    """Yield what is believed or passed on without reason."""
    for directive in root.walk():
        if directive.name == "proxy_pass":
            yield from _headers(directive)
        elif (directive.name, directive.arguments) in (
            ("underscores_in_headers", ("on",)),
            ("ignore_invalid_headers", ("off",)),
        ):
            yield directive.mistake("N303")
        elif directive.name == "set_real_ip_from" and _is_wide(directive.arguments[0]):
            yield directive.mistake("N305", directive.arguments[0])


def _headers(passing: Directive) -> Iterator[Mistake]:
    lines = {one.arguments[0].lower(): one for one in passing.in_force("proxy_set_header") if len(one.arguments) == 2}
    values = {name: one.arguments[1] for name, one in lines.items()}
    address = lines.get("x-forwarded-for")
    if address is None or address.arguments[1] != _ADDRESS:
        yield (address or passing).mistake("N301", address.arguments[1] if address else "X-Forwarded-For is missing")
    for name, line in lines.items():
        if name != "x-forwarded-for" and _CLIENTS_WORDS.search(line.arguments[1]):
            yield line.mistake("N302", f"{line.arguments[0]} {line.arguments[1]}")
    passes_all = not any(one.arguments == ("off",) for one in passing.in_force("proxy_pass_request_headers"))
    for name in _CLEARED if passes_all else ():
        if values.get(name) != "" and (name not in lines or not _CLIENTS_WORDS.search(values[name])):
            yield lines.get(name, passing).mistake("N302", f"{name} is not cleared")
    if not _HOST.fullmatch(values.get("host", "")):
        yield lines.get("host", passing).mistake("N304", values.get("host", "Host is missing"))
    location = passing.within("location")
    if "upgrade" in lines and (location is None or not is_socket(location)):
        yield lines["upgrade"].mistake("N604")


def _is_wide(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return text != "unix:"
    return network.prefixlen < (16 if network.version == 4 else 48)
