"""Nothing in the tree tells on which machine it was written, or from where packages came."""

from __future__ import annotations

import re

from tests.architecture.tree import files, name_of

TEXTS = {
    "",
    ".py",
    ".js",
    ".mjs",
    ".json",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".html",
    ".css",
    ".lua",
    ".xml",
    ".yml",
    ".sh",
}
PATHS = re.compile(r"(?<![\w.$}])/(?:work|root|home|Users)/[\w.]")
# Lock files name packages by version and hash; where to fetch them is each machine's own affair.
REGISTRIES = re.compile(r'"resolved"\s*:|--(?:extra-)?index-url|--find-links|--trusted-host')


def texts() -> dict[str, str]:
    return {
        name_of(path): path.read_text(encoding="utf-8")
        for path in files()
        if path.suffix in TEXTS and name_of(path) != "tests/architecture/test_words.py"
    }


def test_no_path_of_a_machine() -> None:
    assert {name: found for name, text in texts().items() if (found := PATHS.findall(text))} == {}


def test_no_address_of_a_registry() -> None:
    assert {name: found for name, text in texts().items() if (found := REGISTRIES.findall(text))} == {}
