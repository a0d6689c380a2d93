"""Anything at all posted to /fsapi: it never fails, never asks the database, and nothing of it comes back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus, urlencode
from xml.etree import ElementTree

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from channels_app.fsapi.answers import not_found
from channels_app.fsapi.forms import BadForm, Disconnect, Login, Lookup, read
from channels_app.tests.test_fsapi import LOOKUP, NOBODY, freeswitch
from verto.core.rules import is_canonical_uuid

NAMES = st.sampled_from([*LOOKUP, "login", "sessid", "address", "success", "Event-Name", "_body", "x&user", "USER"])
VALUES = st.one_of(st.sampled_from([*LOOKUP.values(), NOBODY, "verto-login", "127.0.0.1:1"]), st.text(max_size=40))
FORMS = st.lists(st.tuples(NAMES, VALUES), max_size=12)


def _read(body: bytes) -> Lookup | Login | Disconnect | None:
    try:
        return read(body)
    except BadForm:
        return None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    _read(body)


@given(FORMS)
def test_what_is_read_has_each_name_once_and_canonical_ids(pairs: list[tuple[str, str]]) -> None:
    found = _read(urlencode(pairs).encode())
    if found is not None:
        assert len(dict(pairs)) == len(pairs)
        assert is_canonical_uuid(found.client_id)


@given(st.sampled_from(sorted(LOOKUP)), VALUES, st.integers(0, len(LOOKUP)))
def test_a_second_field_of_a_name_is_refused_wherever_it_stands(name: str, value: str, position: int) -> None:
    pairs = list({**LOOKUP, "user": NOBODY}.items())
    assert _read(urlencode(pairs).encode()) == Lookup(NOBODY)
    pairs.insert(position, (name, value))
    assert _read(urlencode(pairs).encode()) is None


@given(st.permutations(list({**LOOKUP, "user": NOBODY}.items())[1:]))
def test_the_order_of_the_names_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    assert _read(urlencode([("hostname", "vm"), *pairs]).encode()) == Lookup(NOBODY)


@given(st.sampled_from(sorted(LOOKUP)), st.text(min_size=1, max_size=30))
@settings(max_examples=50)
def test_nothing_of_a_lookup_comes_back(name: str, value: str) -> None:
    """No test here may use the database: an altered field never reaches it."""
    assume(value != LOOKUP[name] and name != "hostname")
    response: Any = freeswitch.posts({**LOOKUP, "user": "x", name: value})
    assert (response.status_code, response.content.decode()) == (200, not_found())
    assert [child.tag for child in ElementTree.fromstring(response.content)] == ["section"]


@given(st.text(alphabet="&=;%+ \\\r\n\"'<>!-#$", min_size=1, max_size=30))
def test_quoting_never_makes_a_second_field(value: str) -> None:
    body = f"action=verto-login&login={NOBODY}&sessid={quote_plus(value)}&address=127.0.0.1:1"
    assert _read(body.encode()) is None
