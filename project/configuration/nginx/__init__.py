"""A look at the border: whom nginx lets through to what, what it believes and passes on, what it writes down."""

from __future__ import annotations

from pathlib import Path

from project.configuration.codes import Mistake
from project.configuration.nginx import belief, limits, places, telling, tls
from project.configuration.nginx.tree import read


def check(path: Path) -> list[Mistake]:
    """Return all mistakes in a site's file and in what it includes."""
    root, mistakes = read(path)
    for rules in (places, belief, tls, limits, telling):
        mistakes += rules.mistakes(root)
    return sorted(set(mistakes))
