"""A compose file as values that know on which line they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml


@dataclass(frozen=True)
class Item:
    """A value of the file: a text, a list or a mapping; what is not there is an item without a value."""

    value: str | list[Item] | dict[str, Item] | None
    line: int

    def get(self, *names: str) -> Item:
        """Return what stands below these names, one inside the other; what is not there stands where it should."""
        here = self
        for name in names:
            below = here.value.get(name) if isinstance(here.value, dict) else None
            here = below if below is not None else Item(None, here.line)
        return here

    @property
    def text(self) -> str:
        """Return the text, or an empty one."""
        return self.value if isinstance(self.value, str) else ""

    def items(self) -> Iterator[tuple[str, Item]]:
        """Yield names and values of a mapping; of a list such as `- NAME=value` as well."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        for entry in self.entries():
            name, _, value = entry.text.partition("=")
            yield name, Item(value, entry.line)

    def entries(self) -> list[Item]:
        """Return the entries of a list, else none."""
        return self.value if isinstance(self.value, list) else []


def parse(text: str) -> Item:
    """Return the document. Raises yaml.YAMLError when it is none."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return _item(node) if node is not None else Item(None, 1)


def _item(node: yaml.Node) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Item] = {}
        for key, value in node.value:
            if key.value == "<<":
                merged = [value] if isinstance(value, yaml.MappingNode) else value.value
                for source in reversed(merged):
                    found = dict(_item(source).items()) | found
        for key, value in node.value:
            if key.value != "<<":
                below = _item(value)
                # Where the name stands, which is where people look.
                found[key.value] = Item(below.value, key.start_mark.line + 1)
        return Item(found, line)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(entry) for entry in node.value], line)
    return Item(node.value, line)
