"""What docs/operations/compose.md tells people to type exists."""

from __future__ import annotations

import re
import shlex

import pytest
from django.core.management import get_commands

from tests.deploy.compose_file import COMPOSE, ROOT, services

DOCUMENT = ROOT / "docs" / "operations" / "compose.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
COMPOSE_VERBS = {"up", "run", "build", "ps", "logs", "config", "exec", "down"}
LINES = [
    words
    for line in re.findall(r"^    ((?:docker|git|echo|install) .+)$|`(docker compose [^`]+)`", TEXT, re.MULTILINE)
    for part in next(filter(None, line)).split("&&")
    if (words := shlex.split(re.sub(r">\S+", "", part), comments=True))[:2] == ["docker", "compose"]
]


def words_after_options(words: list[str]) -> list[str]:
    """Return what is neither an option nor the value of `--volume`."""
    return [word for word, before in zip(words, ["", *words], strict=False) if word[0] != "-" and before != "--volume"]


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_a_line_names_what_is_there(words: list[str]) -> None:
    verb, *rest = words_after_options(words[2:])
    assert verb in COMPOSE_VERBS
    if verb == "run":
        service, command, *_ = rest
        assert (service, command in get_commands()) == ("manage", True)
    elif verb == "exec":
        assert rest[0] in services()
    else:
        assert set(rest) <= set(services()), rest


def test_there_are_lines_to_look_at() -> None:
    assert len(LINES) > 10


def test_the_variables_that_it_names_are_those_of_the_file() -> None:
    table = TEXT.split("| in `.env` |")[1].split("\n\n")[0]
    told = set(re.findall(r"`([A-Z_]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:])))
    # Compose reads this one itself.
    assert told - {"COMPOSE_PROFILES"} == set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text(encoding="utf-8")))


def test_published_ports_are_those_that_it_asks_to_open() -> None:
    published = {port for name in ("nginx", "coturn") for port in services()[name]["ports"]}
    ports = {re.split(r":(?=[\d-]+(?:/|$))", port)[0].rpartition(":")[2] for port in published}
    assert ports == {"80", "443", "3000", "3478", "5349", "49160-49359"}
    assert all(port.partition("-")[0] in TEXT for port in ports)
