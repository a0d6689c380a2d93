"""What an address may ask for, and when it is asked for a proof of work."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest

from channels_app.gate import Gate
from channels_app.newcomers import Newcomers
from channels_app.problems import Problem, Refused
from channels_app.tests.test_proofs import solved

CHANNEL = uuid.uuid4()
ANNA, BRUNO = "192.0.2.7", "2001:db8:1:2::/64"
# Of tomorrow: the library looks at the real clock, too, and a day must not end while we count.
NOON = (time.time() // 86_400 + 1) * 86_400 + 43_200


class House:
    """A gate, and the clocks it looks at."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.newcomers = Newcomers(lambda: self.passed)
        self.gate = Gate(self.newcomers, lambda: self.passed, lambda: NOON + self.passed)

    def asks(self, network: str, channel_id: uuid.UUID = CHANNEL) -> str:
        """Ask for credentials; solve what is asked for. Return how it went: "in", "proved" or a code."""
        try:
            self.gate.let_in(network, channel_id, None)
        except Refused as refused:
            if refused.challenge is None:
                return refused.problem.value
            self.gate.let_in(network, channel_id, solved(refused.challenge))
            return "proved"
        return "in"


@pytest.fixture
def house(settings: Any) -> House:
    settings.SESSIONS_PER_MINUTE, settings.SESSIONS_PER_DAY = 30, 300
    settings.PROOF_CHANNEL_PER_MINUTE, settings.PROOF_SITE_PER_MINUTE = 30, 300
    settings.VISITOR_CHANNELS_PER_ADDRESS, settings.VISITOR_CHANNELS_PER_HOUR = 10, 120
    settings.PROOF_WORK = 5
    return House()


def test_an_address_beyond_half_of_its_minute_proves_work_and_then_waits(house: House) -> None:
    went = [house.asks(ANNA) for _ in range(25)]
    assert went == ["in"] * 11 + ["proved"] * 9 + ["too_many"] * 5
    assert house.asks(BRUNO) == "in", "others do not notice"


def test_one_address_gets_no_more_than_thirty_a_minute(house: House) -> None:
    granted = []
    for _ in range(2_000):
        granted += [house.passed] * (house.asks(ANNA) in {"in", "proved"})
        house.passed += 0.1
    for start in granted:
        assert sum(start <= at <= start + 60 for at in granted) <= 30
    assert len(granted) > 45, "and they do come again"


def test_one_address_gets_no_more_than_three_hundred_a_day(house: House) -> None:
    granted, hours = 0, 43_200
    while house.passed < hours:
        granted += house.asks(ANNA) in {"in", "proved"}
        house.passed += 7
    assert granted <= 300
    assert granted >= 200


def test_whoever_waits_as_long_as_is_said_gets_in(house: House) -> None:
    for _ in range(20):
        house.asks(ANNA)
    with pytest.raises(Refused) as refused:
        house.gate.let_in(ANNA, CHANNEL, None)
    assert refused.value.retry_after
    assert refused.value.retry_after <= 6
    house.passed += refused.value.retry_after
    assert house.asks(ANNA) == "proved"


def test_a_busy_channel_asks_everybody_for_work_and_no_other_does(house: House, db: None) -> None:
    for _ in range(20):
        house.newcomers.admit(CHANNEL)
    assert house.asks(ANNA) == "proved"
    assert house.asks(ANNA, uuid.uuid4()) == "in"


def test_being_asked_for_work_costs_nothing(house: House, db: None) -> None:
    for _ in range(20):
        house.newcomers.admit(CHANNEL)
    for _ in range(100):
        with pytest.raises(Refused, match="proof_needed"):
            house.gate.let_in(ANNA, CHANNEL, None)
    assert house.asks(ANNA, uuid.uuid4()) == "in"


def test_a_wrong_proof_costs_as_much_as_a_right_one_and_brings_a_fresh_challenge(house: House, db: None) -> None:
    for _ in range(20):
        house.newcomers.admit(CHANNEL)
    nonces = set()
    for _ in range(20):
        with pytest.raises(Refused) as refused:
            house.gate.let_in(ANNA, CHANNEL, "bm8=")
        assert refused.value.challenge is not None
        nonces.add(refused.value.challenge["parameters"]["nonce"])
    assert len(nonces) == 20
    assert house.asks(ANNA) == "too_many"


def test_a_proof_that_nobody_asked_for_is_not_looked_at(house: House) -> None:
    house.gate.let_in(ANNA, CHANNEL, "nonsense")


def test_a_self_test_counts_like_a_request_for_credentials(house: House) -> None:
    for _ in range(11):
        house.gate.let_test(ANNA, None)
    with pytest.raises(Refused) as refused:
        house.gate.let_test(ANNA, None)
    assert refused.value.challenge is not None
    house.gate.let_test(ANNA, solved(refused.value.challenge))
    went = [house.asks(ANNA) for _ in range(9)]
    assert went == ["proved"] * 8 + ["too_many"]
    with pytest.raises(Refused, match="too_many"):
        house.gate.let_test(ANNA, None)
    house.gate.let_test(BRUNO, None)


def test_fresh_relays_have_a_count_of_their_own(house: House) -> None:
    for _ in range(20):
        house.gate.let_renew(ANNA)
    with pytest.raises(Refused, match="too_many"):
        house.gate.let_renew(ANNA)
    assert house.asks(ANNA) == "in"


def test_one_address_starts_few_channels_an_hour(house: House) -> None:
    for _ in range(7):
        house.gate.let_start(ANNA, None)
    with pytest.raises(Refused) as refused:
        house.gate.let_start(ANNA, None)
    assert refused.value.problem is Problem.TOO_MANY
    house.gate.let_start(BRUNO, None)
    house.passed += 3600
    for _ in range(3):
        house.gate.let_start(ANNA, None)
    with pytest.raises(Refused):
        house.gate.let_start(ANNA, None)


def test_when_many_channels_are_started_the_next_ones_cost_work(house: House) -> None:
    for number in range(40):
        house.gate.let_start(f"192.0.2.{number}", None)
    with pytest.raises(Refused) as refused:
        house.gate.let_start("198.51.100.1", None)
    assert refused.value.challenge is not None
    proof = solved(refused.value.challenge)
    with pytest.raises(Refused):
        house.gate.let_start("198.51.100.1", solved(house.gate._proofs.challenge(f"sessions {CHANNEL}")))
    house.gate.let_start("198.51.100.1", proof)


def test_no_address_is_kept(house: House) -> None:
    house.asks(ANNA)
    house.gate.let_start(ANNA, None)
    kept = [key for buckets in (house.gate._minute, house.gate._day, house.gate._starts) for key in buckets._known]
    assert kept
    assert not any(ANNA.encode() in key for key in kept)
