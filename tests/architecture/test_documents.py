"""What the documents point at exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, name_of

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|js|mjs|json|md|html|css|toml|txt|in|lua)|(?:[\w.-]+/)+)`")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# What is made later, or may be made by people, is not in the tree.
MADE = ("var/", "staticfiles/", "node_modules/", ".venv/")

DOCUMENTS = [path for path in files() if path.suffix == ".md"]


def anchors(document: Path) -> set[str]:
    """The names under which a heading can be linked, as forges make them."""
    headings = HEADING.findall(FENCED.sub("", document.read_text(encoding="utf-8")))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def pointed_at(document: Path) -> Iterator[str]:
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_its_links_resolve(document: Path) -> None:
    broken = []
    for target in pointed_at(document):
        name, _, anchor = target.partition("#")
        found = (document.parent / name) if name else document
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_files_it_names_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [
        name
        for name in PATH.findall(text)
        if not name.startswith(MADE)
        and not (ROOT / name).exists()
        and not (document.parent / name).exists()
        # `codes.py` alone is said of a file whose folder the sentence has named.
        and not ("/" not in name and any(path.name == name for path in files()))
    ]
    assert missing == []


def test_every_page_of_docs_is_linked_from_another() -> None:
    linked = {
        (document.parent / target.partition("#")[0]).resolve()
        for document in DOCUMENTS
        for target in pointed_at(document)
    }
    pages = [path for path in DOCUMENTS if path.is_relative_to(ROOT / "docs") and path.name != "README.md"]
    assert [name_of(path) for path in pages if path.resolve() not in linked] == []
