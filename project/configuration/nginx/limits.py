"""What one visitor may take of the border."""

from __future__ import annotations

import re
from collections.abc import Iterator

from project.configuration.codes import Mistake
from project.configuration.nginx.tree import Directive

_MAX_BODY = 256 * 1024
_MAX_SECONDS = 30
_SIZE = re.compile(r"([0-9]+)([kKmMgG]?)")
_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_VARIABLE = re.compile(r"\$\w+")
_CLIENTS_CHOICE = re.compile(r"\$(?:http_|arg|cookie_|request|uri|document_uri|query_string|proxy_add_|host|realip_)")
_TIME = re.compile(r"([0-9]+)s?")


def mistakes(root: Directive) -> Iterator[Mistake]:
    """Yield what is without a limit, or has one that counts the wrong thing."""
    made = {one.arguments[-1]: one for one in root.walk() if one.name in ("map", "geo")}
    for directive in root.walk():
        if directive.name in ("limit_req_zone", "limit_conn_zone"):
            for variable in sorted(_made_from(directive.arguments[0], made, set())):
                if _CLIENTS_CHOICE.match(variable):
                    yield directive.mistake("N505", variable)
        elif directive.name == "proxy_pass":
            yield from _passing(directive)


def _made_from(text: str, made: dict[str, Directive], seen: set[str]) -> set[str]:
    """Return the variables in the text, and those from which maps make them."""
    found = set(_VARIABLE.findall(text))
    for variable in found - seen:
        seen.add(variable)
        if variable in made:
            values = [one.arguments[0] for one in made[variable].children if one.arguments]
            for source in (*made[variable].arguments[:-1], *values):
                found |= _made_from(source, made, seen)
    return found


def _passing(passing: Directive) -> Iterator[Mistake]:
    for name, code in (("limit_req", "N501"), ("limit_conn", "N502")):
        if not passing.in_force(name):
            yield passing.mistake(code)
    sizes = passing.in_force("client_max_body_size")
    if not sizes or not 0 < _bytes(sizes[-1].arguments[0]) <= _MAX_BODY:
        yield (sizes[-1] if sizes else passing).mistake("N503")
    for name in ("client_header_timeout", "client_body_timeout"):
        times = passing.in_force(name)
        if not times or not 0 < _seconds(times[-1].arguments[0]) <= _MAX_SECONDS:
            yield (times[-1] if times else passing).mistake("N504", name)


def _bytes(text: str) -> int:
    match = _SIZE.fullmatch(text)
    return int(match[1]) * _UNITS[match[2].lower()] if match else 0


def _seconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    return int(match[1]) if match else 0
