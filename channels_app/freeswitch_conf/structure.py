"""Is everything there, once, and nothing else? FreeSWITCH passes over what it does not know without a word."""

from __future__ import annotations

from collections.abc import Iterator

from channels_app.freeswitch_conf.document import Element
from channels_app.freeswitch_conf.expected import (
    CONFIGURATIONS,
    ELEMENTS,
    REFUSED_ELEMENTS,
    REPEATED,
    SECOND,
    SETTINGS,
)
from channels_app.freeswitch_conf.mistakes import Mistake

# Where FreeSWITCH looks for users, and what leads to other commands.
_USERS = "directory"


def configurations(root: Element) -> tuple[dict[str, Element], list[Mistake]]:
    """Return the configurations by name, and what is wrong with the frame around them."""
    found: dict[str, Element] = {}
    mistakes: list[Mistake] = []
    if root.tag != "document" or root.attributes != {"type": "freeswitch/xml"}:
        mistakes.append(root.mistake("F208", 'the root is <document type="freeswitch/xml">'))
    for section in root.children:
        mistakes += _section(section, found)
    missing = sorted(CONFIGURATIONS - found.keys())
    mistakes += [root.mistake("F204", name) for name in missing]
    return found, mistakes


def _section(section: Element, found: dict[str, Element]) -> Iterator[Mistake]:
    name = section.attributes.get("name", "")
    if section.tag != "section" or section.attributes.keys() - {"name", "description"}:
        yield section.mistake("F205", section.tag)
    elif name == _USERS:
        yield section.mistake("F201")
    elif name != "configuration":
        yield section.mistake("F202", name)
    else:
        for child in section.children:
            yield from _configuration(child, found)


def _configuration(element: Element, found: dict[str, Element]) -> Iterator[Mistake]:
    name = element.attributes.get("name", "")
    if element.tag != "configuration" or element.attributes.keys() - {"name", "description"}:
        yield element.mistake("F205", element.tag)
    elif name not in CONFIGURATIONS:
        yield element.mistake("F203", name)
    elif name in found:
        yield element.mistake("F206", name)
    else:
        found[name] = element


def elements(found: dict[str, Element]) -> Iterator[Mistake]:
    """Yield every element that does not belong where it stands, and every second one."""
    for name, configuration in found.items():
        yield from _below(name, configuration)


def _below(path: str, parent: Element) -> Iterator[Mistake]:
    seen: set[str] = set()
    for child in parent.children:
        here = f"{path}/{child.tag}"
        if child.tag == "param" and path in SETTINGS:
            if child.children:
                yield child.mistake("F205", "an element inside a setting")
        elif here in REFUSED_ELEMENTS:
            yield child.mistake(REFUSED_ELEMENTS[here])
        elif here not in ELEMENTS and here not in SETTINGS:
            yield child.mistake("F205", child.tag)
        elif here in seen and here not in REPEATED:
            yield child.mistake(SECOND.get(here, "F206"))
        else:
            seen.add(here)
            yield from _attributes(child, ELEMENTS.get(here, set()))
            yield from _below(here, child)


def _attributes(element: Element, known: set[str]) -> Iterator[Mistake]:
    if element.tag != "load":  # of which rules.py knows more
        for name in sorted(element.attributes.keys() - known):
            yield element.mistake("F205", f"the attribute {name}")


def at(found: dict[str, Element], path: str) -> list[Element]:
    """Return all elements at a path such as verto.conf/profiles/profile."""
    name, *tags = path.split("/")
    level = [found[name]] if name in found else []
    for tag in tags:
        level = [child for element in level for child in element.named(tag)]
    return level
