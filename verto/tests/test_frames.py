"""The strict parser, on what is JSON, what is nearly JSON, and what is neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core.frames import Malformed, encode, parse

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'[{"a":1, "\\u0061":2}]',
        b'{"a":1e5,"a":100000.0}',
        b'{"a":1}x',
        b'{"a":1}\x00',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff\xfe"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\\ud800"}',
        b'{"a":1e999}',
        b'{"a":0123}',
        b'{"a":1.}',
        b"{'a':1}",
        b'{"a":NaN}',
        b'{"a":"\x01"}',
        b"#SPU 10",
        b"hello",
        b"",
        b" ",
        b"9" * 5000,
    ],
)
def test_it_refuses_what_is_not_strict_json(raw: bytes) -> None:
    assert parse(raw) is Malformed.NOT_JSON


@pytest.mark.parametrize("raw", [b'  {"a": 1}\n', b'{"a":"\\u00e9"}', b'{"a":"{[{[{[{[{[{[{[{[{["}', b"5", b"null"])
def test_it_takes_strict_json_however_it_is_written(raw: bytes) -> None:
    assert parse(raw) == json.loads(raw)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_sixteen_levels_are_the_most(opening: bytes, closing: bytes) -> None:
    assert not isinstance(parse(opening * 16 + b"1" + closing * 16), Malformed)
    assert parse(opening * 17 + b"1" + closing * 17) is Malformed.TOO_DEEP


def test_a_hundred_thousand_levels_are_refused_quietly() -> None:
    assert parse(b"[" * 100_000) is Malformed.TOO_DEEP


@given(JSON_VALUES)
def test_it_reads_what_another_encoder_wrote(value: object) -> None:
    assert parse(json.dumps(value).encode()) == json.loads(json.dumps(value))


@given(st.dictionaries(st.text(max_size=4), st.integers(), min_size=1, max_size=5), st.data())
def test_a_key_twice_is_refused_wherever_it_stands(members: dict[str, int], data: st.DataObject) -> None:
    twice = data.draw(st.sampled_from(sorted(members)))
    pairs = [*members.items(), (twice, data.draw(st.integers()))]
    text = ",".join(f"{json.dumps(key)}:{value}" for key, value in data.draw(st.permutations(pairs)))
    assert parse(b'{"params":[{%b}]}' % text.encode()) is Malformed.NOT_JSON


@given(st.binary(max_size=200))
def test_random_bytes_never_raise(raw: bytes) -> None:
    value = parse(raw)
    if not isinstance(value, Malformed):
        assert json.loads(encode(value)) == json.loads(raw)
