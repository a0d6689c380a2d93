"""What no table of settings can say: words, modules, commands, scripts, levels of logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from channels_app.freeswitch_conf.document import Element
from channels_app.freeswitch_conf.expected import COMMANDS, DANGEROUS_MODULES, MODULES, QUIET
from channels_app.freeswitch_conf.mistakes import Mistake
from channels_app.freeswitch_conf.structure import at

_DEFAULT_PASSWORD = "cluecon"  # noqa: S105 - the one that must not be used
_CREDENTIALS_IN_URL = re.compile(r"[a-z]+://[^/\s]*@", re.IGNORECASE)
_RIGHTS = "jsonrpc-allowed-"
_COMMANDS = "switch.conf/interface-allowlist"
_LOAD = "modules.conf/modules/load"
_MAPS = ("console.conf/mappings/map", "logfile.conf/profiles/profile/mappings/map")


def words(root: Element) -> Iterator[tuple[Element, Mistake]]:
    """Yield elements with words that are wrong wherever they stand."""
    for element in root.walk():
        code = _word(element)
        if code:
            yield element, element.mistake(code)


def _word(element: Element) -> str:
    values = element.attributes.values()
    if any(_DEFAULT_PASSWORD in value.lower() for value in values):
        return "F401"
    if any(_CREDENTIALS_IN_URL.search(value) for value in values):
        return "F403"
    if any("__any__" in value.lower() for value in values):
        return "F511"
    if any("verto.broadcast" in value.lower() for value in values):
        return "F512"
    if element.attributes.get("name", "").lower().startswith(_RIGHTS):
        return "F513"
    return "F613" if "cacheable" in (name.lower() for name in element.attributes) else ""


def modules(found: dict[str, Element]) -> Iterator[Mistake]:
    """Yield modules that are wrong, missing, or in the wrong order."""
    names: list[str] = []
    for element in at(found, _LOAD):
        name = element.attributes.get("module", "").lower().removesuffix(".so")
        if element.attributes.keys() != {"module"}:
            yield element.mistake("F214", ", ".join(sorted(element.attributes.keys() - {"module"})))
        if name in DANGEROUS_MODULES:
            yield element.mistake("F211", name)
        elif name not in MODULES:
            yield element.mistake("F212", name)
        elif name in names:
            yield element.mistake("F206", name)
        elif name == "mod_lua" and "mod_verto" in names:
            yield element.mistake("F215")
        names.append(name)
    for parent in at(found, "modules.conf/modules"):
        yield from (parent.mistake("F213", name) for name in MODULES if name not in names)


def commands(found: dict[str, Element]) -> Iterator[Mistake]:
    """Yield what is wrong with the list of permitted commands."""
    lists = at(found, _COMMANDS)
    for element in at(found, "switch.conf"):
        if not lists:
            yield element.mistake("F221")
    for element in lists:
        names = [child.attributes.get("name", "") for child in element.named("allow")]
        if not names:
            yield element.mistake("F221")
            continue
        yield from (
            child.mistake("F222", name)
            for child, name in zip(element.named("allow"), names, strict=True)
            if name not in COMMANDS
        )
        yield from (element.mistake("F223", name) for name, needed in COMMANDS.items() if needed and name not in names)


def levels(found: dict[str, Element]) -> Iterator[Mistake]:
    """Yield mappings by which the log or the terminal would show too much; without any, they show everything."""
    for path in _MAPS:
        for element in at(found, path):
            if not re.fullmatch(f"{QUIET}(?:,{QUIET})*", element.attributes.get("value", "")):
                yield element.mistake("F801", element.attributes.get("value", ""))
        for parent in at(found, path.rpartition("/")[0]):
            if not parent.children:
                yield parent.mistake("F207", "a map")
    for element in at(found, "xml_curl.conf/bindings/binding"):
        for param in element.named("param"):
            is_gateway = param.attributes.get("name", "").lower() == "gateway-url"
            if is_gateway and param.attributes.get("bindings") != "directory":
                yield param.mistake("F601")
