"""Who gets where: paths, hosts, files, and the listeners behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from project.configuration.codes import Mistake
from project.configuration.nginx.tree import Directive

_LOCAL_PATHS = ("/fsapi", "/metrics")
_UNDOCUMENTED = ("/nobody-documented-this", "/.env")
_SOCKET = re.compile(r"/verto(/[a-z0-9-]{1,32})?")
_LOCAL_PORTS = ("8002", "8010")
"""Of VERTO_LOCAL and LOCAL_LISTEN, as shipped."""


def is_socket(location: Directive) -> bool:
    """Is this the place of the WebSocket, or of that of one node?"""
    return location.arguments[0] == "=" and _SOCKET.fullmatch(location.arguments[-1]) is not None


def mistakes(root: Directive) -> Iterator[Mistake]:
    """Yield what is wrong with the ways into the site."""
    for directive in root.walk():
        if directive.name == "location":
            yield from _location(directive)
        elif directive.name == "autoindex" and directive.arguments == ("on",):
            yield directive.mistake("N206")
        elif directive.name in ("proxy_pass", "server") and directive.arguments:
            yield from _target(directive)
        elif directive.name == "stub_status" and not _is_for_this_machine(directive):
            yield directive.mistake("N210")
    yield from _places(root)
    yield from _hosts(root)


def matches(location: Directive, path: str) -> bool:
    """Would nginx choose this location for the path, if no other one fitted better?"""
    modifier, pattern = location.arguments if len(location.arguments) == 2 else ("", location.arguments[0])
    if modifier == "=":
        return path == pattern
    if modifier in ("~", "~*"):
        # Those of nginx are Perl's, near enough to Python's to say whether a plain path fits.
        return re.search(pattern, path, re.IGNORECASE if modifier == "~*" else 0) is not None
    return not pattern.startswith("@") and path.startswith(pattern)


def passes_on(location: Directive) -> Directive | None:
    """Return the directive that sends requests of this location on."""
    return next((child for child in location.walk() if child.name == "proxy_pass"), None)


def _location(location: Directive) -> Iterator[Mistake]:
    passing = passes_on(location)
    if passing is not None:
        places = _documented_places(location)
        reached = {path for path in (*_UNDOCUMENTED, *_LOCAL_PATHS) if matches(location, path)}
        if not places and reached.intersection(_UNDOCUMENTED):
            yield location.mistake("N203", " ".join(location.arguments))
        elif not places and reached:
            yield location.mistake("N201", " ".join(location.arguments))
        if is_socket(location) and not _asks_origin(location):
            yield location.mistake("N209")
    for alias in location.named("alias"):
        if location.arguments[0] not in ("=", "~", "~*") and (
            location.arguments[-1].endswith("/") != alias.arguments[0].endswith("/")
        ):
            yield alias.mistake("N205", alias.arguments[0])


def _target(directive: Directive) -> Iterator[Mistake]:
    """Look at where a proxy_pass, or a server of an upstream, leads."""
    where = directive.arguments[0]
    if directive.name == "proxy_pass":
        if "$" in where:
            yield directive.mistake("N204", where)
        where = urlsplit(where).netloc
    if where.rpartition(":")[2] in _LOCAL_PORTS:
        yield directive.mistake("N202", where)


def _documented_places(location: Directive) -> Directive | None:
    """Return the map of all paths there are, if the server around answers whatever it does not name."""
    server = location.within("server")
    for test in server.named("if") if server is not None else ():
        for places in _maps_over(location, "$request_uri"):
            if test.arguments == (places.arguments[1], "=", _otherwise(places)) and _refuses(test, "404", "444"):
                return places
    return None


def _otherwise(places: Directive) -> str:
    return next((one.arguments[0] for one in places.named("default")), "")


def _asks_origin(location: Directive) -> bool:
    """Does it refuse when a variable made from the Origin says so?"""
    made = {one.arguments[1] for one in _maps_over(location, "$http_origin")}
    return any(made.intersection(test.arguments) and _refuses(test, "403", "444") for test in location.named("if"))


def _refuses(test: Directive, *statuses: str) -> bool:
    return any(answer.arguments and answer.arguments[0] in statuses for answer in test.named("return"))


def _maps_over(directive: Directive, variable: str) -> list[Directive]:
    return [one for one in directive.root().walk() if one.name == "map" and variable in one.arguments[0].split()]


def _places(root: Directive) -> Iterator[Mistake]:
    """Look at maps of paths: an entry that names what is for this machine, or whatever there is."""
    for places in _maps_over(root, "$request_uri"):
        for entry in places.children:
            if entry.name == "default" or not entry.name.startswith("~"):
                continue
            for code, paths in (("N203", _UNDOCUMENTED), ("N201", _LOCAL_PATHS)):
                if any(re.search(entry.name.lstrip("~*"), path, re.IGNORECASE) for path in paths):
                    yield entry.mistake(code, entry.name)
                    break


def _hosts(root: Directive) -> Iterator[Mistake]:
    servers = [directive for directive in root.walk() if directive.name == "server" and not directive.arguments]
    ports: dict[str, list[tuple[Directive, Directive]]] = {}
    for server in servers:
        for listen in server.named("listen"):
            if not listen.arguments[0].startswith("unix:"):
                ports.setdefault(listen.arguments[0].rpartition(":")[2], []).append((listen, server))
        passing = passes_on(server)
        if passing is not None and not any("ssl" in listen.arguments for listen in server.named("listen")):
            code = "N208" if any(listen.arguments[0].endswith("80") for listen in server.named("listen")) else "N403"
            yield server.mistake(code)
    for pairs in ports.values():
        first = next((pair for pair in pairs if "default_server" in pair[0].arguments), None)
        if first is None or not _turns_away(*first):
            yield (first or pairs[0])[0].mistake("N207")


def _turns_away(listen: Directive, server: Directive) -> bool:
    wanted = [("return", ("444",)), *([("ssl_reject_handshake", ("on",))] if "ssl" in listen.arguments else [])]
    return any((one.name, one.arguments) in wanted for one in server.children)


def _is_for_this_machine(directive: Directive) -> bool:
    return any(one.arguments == ("all",) for one in directive.in_force("deny"))
