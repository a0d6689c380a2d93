"""Each setting against what was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from channels_app.freeswitch_conf.document import Element
from channels_app.freeswitch_conf.expected import ALL_OF, REFUSED, SETTINGS, Setting
from channels_app.freeswitch_conf.mistakes import Mistake
from channels_app.freeswitch_conf.structure import at

_LITERAL_PORT = re.compile(r"127\.0\.0\.1:[0-9]+")


def settings(found: dict[str, Element], judged: set[int]) -> Iterator[Mistake]:
    """Yield wrong, unknown, repeated and missing settings; those already judged elsewhere are left out."""
    for path, expected in SETTINGS.items():
        groups = at(found, path)
        for group in groups:
            yield from _group(path, group, expected, judged)
        if not groups:
            # Say it where the group should stand.
            place = _nearest(found, path)
            if place:
                yield from (place.mistake(s.missing, name) for name, s in expected.items() if s.missing)


def _nearest(found: dict[str, Element], path: str) -> Element | None:
    while path:
        elements = at(found, path)
        if elements:
            return elements[0]
        path = path.rpartition("/")[0]
    return None


def _group(path: str, group: Element, expected: dict[str, Setting], judged: set[int]) -> Iterator[Mistake]:
    values: dict[str, list[str]] = {}
    for param in group.named("param"):
        name, value = param.attributes.get("name", "").lower(), param.attributes.get("value", "")
        setting = expected.get(name)
        second = name in values and not (setting and setting.many and value not in values[name])
        values.setdefault(name, []).append(value)
        if id(param) in judged:
            continue
        if setting is None:
            yield param.mistake(REFUSED.get(path, {}).get(name, "F205"), name)
        elif second:
            yield param.mistake("F206", name)
        else:
            yield from _param(param, name, value, setting)
    for name, setting in expected.items():
        if setting.missing and name not in values:
            yield group.mistake(setting.missing, name)
        elif setting.many:
            absent = ALL_OF[name] - set(values.get(name, []))
            yield from (group.mistake(setting.missing, f"{name} {value}") for value in sorted(absent))


def _param(param: Element, name: str, value: str, setting: Setting) -> Iterator[Mistake]:
    for attribute in sorted(param.attributes.keys() - {"name", "value", *setting.attributes}):
        yield param.mistake("F304" if attribute == "secure" else "F205", f"the attribute {attribute}")
    if re.fullmatch(setting.value, value):
        return
    if name == "bind-local" and _LITERAL_PORT.fullmatch(value):
        yield param.mistake("F303")
    else:
        # A wrong secret is still somebody's secret: it is not repeated.
        yield param.mistake(setting.wrong, name if setting.wrong == "F402" else f"{name} is {value!r}")
