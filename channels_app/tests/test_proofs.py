"""A proof of work counts once, in time, for what it was asked for, and only if it was asked for here."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from hypothesis import given
from hypothesis import strategies as st

from channels_app.proofs import MAX_PROOF_LENGTH, VALID_SECONDS, Proofs

PURPOSE = "sessions 1"


@pytest.fixture
def proofs(settings: Any) -> Proofs:
    settings.PROOF_WORK = 20
    return Proofs()


def solved(challenge: dict[str, Any]) -> str:
    """Return the proof, made by the library's own solver: another program than the one in the browser."""
    asked = Challenge.from_dict(json.loads(json.dumps(challenge)))
    solution = solve_challenge(asked)
    assert solution is not None
    return Payload(asked, solution).to_base64()


def test_a_proof_counts_once(proofs: Proofs) -> None:
    proof = solved(proofs.challenge(PURPOSE))
    assert len(proof) < MAX_PROOF_LENGTH
    assert [proofs.redeem(proof, PURPOSE) for _ in range(3)] == [True, False, False]


def test_the_same_proof_written_otherwise_is_the_same(proofs: Proofs) -> None:
    proof = solved(proofs.challenge(PURPOSE))
    assert proofs.redeem(proof, PURPOSE)
    data = json.loads(base64.b64decode(proof))
    for spacing in ((",", ":"), (" , ", " : ")):
        again = base64.b64encode(json.dumps(data, separators=spacing).encode()).decode()
        assert not proofs.redeem(again, PURPOSE)
    data["challenge"]["signature"] = data["challenge"]["signature"].upper()
    data["challenge"]["parameters"]["nonce"] = data["challenge"]["parameters"]["nonce"].upper()
    assert not proofs.redeem(base64.b64encode(json.dumps(data).encode()).decode(), PURPOSE)


def test_a_proof_for_one_channel_opens_no_other(proofs: Proofs) -> None:
    proof = solved(proofs.challenge(PURPOSE))
    assert not proofs.redeem(proof, "sessions 2")
    assert not proofs.redeem(proof, "start")


def test_a_proof_expires(settings: Any) -> None:
    settings.PROOF_WORK = 20
    now = time.time()
    proofs = Proofs(lambda: now)
    early, late = solved(proofs.challenge(PURPOSE)), solved(proofs.challenge(PURPOSE))
    now += VALID_SECONDS - 1
    assert proofs.redeem(early, PURPOSE)
    now += 2
    assert not proofs.redeem(late, PURPOSE)
    now += VALID_SECONDS
    proofs.redeem("", PURPOSE)
    assert not proofs._spent, "what has expired needs no memory"


def test_a_restart_asks_nobody_to_do_the_work_again(proofs: Proofs, settings: Any) -> None:
    proof = solved(proofs.challenge(PURPOSE))
    assert Proofs().redeem(proof, PURPOSE)
    settings.SECRET_KEY = "another secret, long enough to be one"
    assert not Proofs().redeem(proof, PURPOSE)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("parameters", "cost", 1),
        ("parameters", "keyPrefix", ""),
        ("parameters", "keySignature", ""),
        ("parameters", "keySignature", None),
        ("parameters", "expiresAt", 9_999_999_999),
        ("parameters", "expiresAt", None),
        ("parameters", "data", {"for": "sessions 2"}),
        ("parameters", "data", None),
        ("parameters", "algorithm", "SHA-256"),
        ("solution", "derivedKey", "00" * 32),
        ("solution", "derivedKey", None),
        ("challenge", "signature", None),
        ("challenge", "signature", "00" * 32),
    ],
)
def test_a_proof_that_was_changed_is_none(proofs: Proofs, part: str, name: str, value: Any) -> None:
    data = json.loads(base64.b64decode(solved(proofs.challenge(PURPOSE))))
    parts = {
        "parameters": data["challenge"]["parameters"],
        "challenge": data["challenge"],
        "solution": data["solution"],
    }
    parts[part][name] = value
    assert not proofs.redeem(base64.b64encode(json.dumps(data).encode()).decode(), PURPOSE)
    assert not proofs.redeem(base64.b64encode(json.dumps(data).encode()).decode(), "sessions 2")


def test_the_number_that_is_wanted_is_not_told(proofs: Proofs) -> None:
    challenge = proofs.challenge(PURPOSE)
    assert challenge["parameters"].keys() == {
        "algorithm", "cost", "keyLength", "keyPrefix", "nonce", "salt", "keySignature", "expiresAt", "data"
    }  # fmt: skip
    assert len(bytes.fromhex(challenge["parameters"]["keyPrefix"])) < challenge["parameters"]["keyLength"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["challenge", "solution", "parameters", "signature", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_nothing_that_is_sent_breaks_it(value: Any) -> None:
    proofs = Proofs()
    assert not proofs.redeem(base64.b64encode(json.dumps(value).encode()).decode(), PURPOSE)


@given(st.text(max_size=100) | st.sampled_from(["A" * 3000, "[" * 2000, base64.b64encode(b"[" * 1500).decode()]))
def test_no_text_breaks_it(text: str) -> None:
    assert not Proofs().redeem(text, PURPOSE)
