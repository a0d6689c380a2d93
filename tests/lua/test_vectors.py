"""Both sides judge alike: the same vectors for the Lua scripts and for the Python rules."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.architecture.tree import ROOT
from tests.lua.runner import HERE, LUA, NO_LUA, run
from verto.core.rules import is_canonical_uuid

VECTORS = ROOT / "tests" / "fixtures" / "vectors"

pytestmark = pytest.mark.skipif(LUA is None, reason=NO_LUA)


def ask(function: str, questions: list[bytes]) -> list[bytes]:
    """Return what a function in Lua says to each of the questions."""
    answers = run(HERE / "vectors.lua", function, stdin="".join(question.hex() + "\n" for question in questions))
    return [bytes.fromhex(answer) for answer in answers.splitlines()]


def verdicts(function: str, questions: list[bytes]) -> list[bool]:
    return [{b"yes": True, b"no": False}[answer] for answer in ask(function, questions)]


def load(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def is_text(raw: bytes) -> bool:
    """What Python says to UTF-8 without NUL."""
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize(
    ("name", "function", "read", "rule"),
    [
        ("uuids", "uuid", str.encode, lambda raw: is_canonical_uuid(raw.decode())),
        ("utf8", "utf8", bytes.fromhex, is_text),
        ("addresses", "address", str.encode, None),
    ],
)
def test_both_sides_agree(
    name: str, function: str, read: Callable[[str], bytes], rule: Callable[[bytes], bool] | None
) -> None:
    vectors = load(name)
    for kind in ("valid", "invalid"):
        questions = [read(text) for text in vectors[kind]]
        wanted = dict.fromkeys(vectors[kind], kind == "valid")
        assert dict(zip(vectors[kind], verdicts(function, questions), strict=True)) == wanted
        if rule is not None:
            assert dict(zip(vectors[kind], map(rule, questions), strict=True)) == wanted


def test_percent_encoding() -> None:
    pairs = load("percent")
    assert ask("percent", [plain.encode() for plain, _ in pairs]) == [encoded.encode() for _, encoded in pairs]
    assert [quote(plain, safe="") for plain, _ in pairs] == [encoded for _, encoded in pairs]


def test_every_byte_survives_percent_encoding() -> None:
    everything = bytes(range(256))
    assert [unquote_to_bytes(answer) for answer in ask("percent", [everything])] == [everything]


def test_base64_as_python_has_it() -> None:
    texts = [bytes(range(length)) for length in range(20)] + [bytes(range(256))]
    assert ask("base64", texts) == [base64.b64encode(text) for text in texts]


def test_a_json_string_is_read_back_as_it_was() -> None:
    texts = ["", '"', "\\", '\\"', "</script>", "\u2028\u2029", "é€😀", "\x7f", *map(chr, range(32)), '","from":"x']
    assert [json.loads(answer) for answer in ask("json", [text.encode() for text in texts])] == texts


def test_only_the_exact_answer_names_a_channel() -> None:
    cases = load("answers")
    answers = [
        json.dumps(
            {
                "exit_code": "0",
                "status_code": str(status),
                **({"body": body} if body else {}),
                "version": "HTTP/1.1",
                "phrase": "OK",
                "headers": [{"key": "Content-Type", "value": "text/plain"}],
            },
            separators=(",", ":"),
        ).encode()
        for status, body, _ in cases
    ]
    assert [answer.decode() for answer in ask("channel", answers)] == [channel for _, _, channel in cases]


# One process answers many questions, so each example is a list of texts.
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.binary(max_size=12) | st.text(max_size=6).map(str.encode), min_size=1, max_size=50))
def test_utf8_is_what_python_takes_for_it(texts: list[bytes]) -> None:
    assert verdicts("utf8", texts) == [is_text(text) for text in texts]


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=50))
def test_any_text_makes_a_json_string(texts: list[str]) -> None:
    assert [json.loads(answer) for answer in ask("json", [text.encode() for text in texts])] == texts
