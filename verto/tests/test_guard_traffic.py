"""Windows, turns and pauses: what a busy client may do to FreeSWITCH and to the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core.guard.limits import GuardLimits
from verto.core.guard.traffic import Lane, Traffic, Waiting
from verto.core.limits import Limits
from verto.core.session import Session, State

LIMITS = GuardLimits()


class Fleet:
    """Some lanes, and a FreeSWITCH that takes `flight` seconds for a message."""

    def __init__(self, lanes: int, limits: GuardLimits = LIMITS) -> None:
        self.traffic = Traffic(limits)
        self.lanes = [Lane(Session(None, 0.0, Limits())) for _ in range(lanes)]
        self.number = 0

    def put(self, lane: int, now: float, cost: int = 1) -> int:
        self.number += 1
        here = self.lanes[lane]
        self.traffic.put(here, Waiting(self.number, b"%d" % self.number, cost, now, here.session))
        return self.number

    def go(self, now: float) -> list[int]:
        return [int(text) for _, text in self.traffic.go(now)]


def test_only_a_window_is_under_way_and_each_arrival_lets_one_more_go() -> None:
    fleet = Fleet(1, GuardLimits(window=5))
    for _ in range(10):
        fleet.put(0, 0.0)
    assert fleet.go(0.0) == [1, 2, 3, 4, 5]
    assert fleet.go(0.005) == []
    assert fleet.traffic.arrived(1, 0.005) == 0.0
    assert fleet.go(0.005) == [6]
    assert fleet.traffic.arrived(1, 0.005) is None, "an arrival counts once"


def test_who_has_nothing_under_way_need_not_wait_for_the_window() -> None:
    fleet = Fleet(2, GuardLimits(window=5))
    for _ in range(10):
        fleet.put(0, 0.0)
    assert len(fleet.go(0.0)) == 5
    quiet, next_one = fleet.put(1, 0.001), fleet.put(1, 0.001)
    assert fleet.go(0.001) == [quiet]
    assert fleet.go(0.002) == []
    for number in range(1, 6):
        fleet.traffic.arrived(number, 0.003)
    assert next_one in fleet.go(0.003)


def test_clients_take_turns() -> None:
    fleet = Fleet(2)
    for _ in range(500):
        fleet.put(0, 0.0)
    quiet = fleet.put(1, 0.0)
    assert fleet.go(0.0)[1] == quiet


def test_a_socket_is_left_in_peace_after_a_burst() -> None:
    fleet = Fleet(1)
    pace = fleet.lanes[0].pace
    fleet.put(0, 0.0)
    assert fleet.go(0.0) == [1]
    fleet.put(0, 0.009)
    assert fleet.go(0.009) == [2], "the burst goes on"
    fleet.put(0, 0.02)
    assert fleet.go(0.02) == []
    for _ in range(2):
        pace.answered(0.03)
    pause_ends = 0.03 + LIMITS.hush_seconds
    assert fleet.traffic.next_go(0.03) == pytest.approx(pause_ends)
    assert fleet.go(pause_ends - 0.001) == []
    assert fleet.go(pause_ends) == [3]


def test_the_pause_begins_when_the_burst_was_worked_off() -> None:
    fleet = Fleet(1)
    for _ in range(LIMITS.burst_frames + 1):
        fleet.put(0, 0.0)
    assert len(fleet.go(0.0)) == LIMITS.burst_frames
    for _ in range(LIMITS.burst_frames - 1):
        fleet.lanes[0].pace.answered(0.1)
    assert fleet.go(0.2) == [], "one answer is missing"
    fleet.lanes[0].pace.answered(0.3)
    assert fleet.go(0.3 + LIMITS.hush_seconds / 2) == []
    assert len(fleet.go(0.3 + LIMITS.hush_seconds)) == 1


def test_an_answer_that_never_comes_is_not_waited_for_too_long() -> None:
    fleet = Fleet(1)
    fleet.put(0, 0.0)
    fleet.go(0.0)
    fleet.put(0, 0.5)
    assert fleet.go(0.5) == []
    assert fleet.go(LIMITS.flight_seconds) == [2]


def test_what_does_not_arrive_is_counted_and_gives_its_place_back() -> None:
    fleet = Fleet(1, GuardLimits(window=1))
    fleet.put(0, 0.0)
    fleet.put(0, 0.0)
    assert fleet.go(0.0) == [1]
    assert fleet.traffic.next_go(0.0) == LIMITS.flight_seconds
    assert fleet.go(LIMITS.flight_seconds) == [2]
    assert fleet.traffic.lost == 1


def test_what_a_client_said_last_goes_out_though_nobody_waits_for_it() -> None:
    fleet = Fleet(1)
    fleet.put(0, 0.0)
    fleet.traffic.leave(fleet.lanes[0])
    assert fleet.go(0.0) == [1]
    assert fleet.traffic.next_go(0.0) == LIMITS.unheard_seconds
    assert fleet.go(LIMITS.unheard_seconds) == []
    assert fleet.traffic.next_go(LIMITS.unheard_seconds) is None
    assert fleet.traffic.lost == 0


def test_those_who_leave_with_much_to_say_take_no_more_than_the_window() -> None:
    fleet = Fleet(4, GuardLimits(window=6))
    sent: list[int] = []
    for lane in range(3):
        for _ in range(50):
            fleet.put(lane, 0.0)
        fleet.traffic.leave(fleet.lanes[lane])
    for tick in range(100):
        now = tick / 100
        for one in fleet.lanes:
            one.pace.answered(now - 0.1)
        sent += fleet.go(now)
    # Each window of theirs is taken for worked off after a while.
    assert 3 * 6 <= len(sent) <= 6 / LIMITS.unheard_seconds + 6
    quiet = fleet.put(3, 1.0)
    assert quiet in fleet.go(1.0)


def test_a_lane_that_is_dropped_takes_its_messages_along() -> None:
    fleet = Fleet(2, GuardLimits(window=1))
    fleet.put(0, 0.0)
    fleet.put(0, 0.0)
    assert fleet.go(0.0) == [1]
    other = fleet.put(1, 0.0)
    fleet.traffic.leave(fleet.lanes[0])
    fleet.traffic.drop(fleet.lanes[0])
    assert fleet.go(0.001) == [other]
    assert fleet.traffic.lost == 1


def talk_in_vain(fleet: Fleet, now: float, seconds: float) -> float:
    """Let every lane say something twice a second; return the time afterwards."""
    end = now + seconds
    while now < end:
        for lane in range(len(fleet.lanes)):
            fleet.put(lane, now)
        fleet.go(now)
        now += 0.5
    return now


def test_silence_is_noticed_only_when_messages_are_missing() -> None:
    fleet = Fleet(2)
    assert not fleet.traffic.is_silent(100.0)
    now = talk_in_vain(fleet, 0.0, LIMITS.silence_seconds - 0.5)
    assert not fleet.traffic.is_silent(now)
    now = talk_in_vain(fleet, now, 1.5)
    assert fleet.traffic.is_silent(now)
    fleet.traffic.arrived(fleet.number, now)
    assert not fleet.traffic.is_silent(now)


def test_a_quiet_hour_does_not_count_as_silence() -> None:
    fleet = Fleet(2)
    number = fleet.put(0, 0.0)
    fleet.go(0.0)
    fleet.traffic.arrived(number, 0.03)
    now = talk_in_vain(fleet, 3600.0, LIMITS.silence_seconds - 0.5)
    assert not fleet.traffic.is_silent(now)


def test_one_client_alone_cannot_make_it_look_silent() -> None:
    fleet = Fleet(1)
    now = talk_in_vain(fleet, 0.0, 30)
    assert not fleet.traffic.is_silent(now)


def test_what_waits_for_somebody_who_has_gone_is_dropped() -> None:
    fleet = Fleet(2)
    gone = fleet.lanes[1].session
    fleet.traffic.put(fleet.lanes[0], Waiting(7, b"7", 1, 0.0, gone))
    gone.state = State.CLOSED
    assert fleet.go(0.0) == []
    assert fleet.traffic.next_go(0.0) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 0.03), st.integers(1, 5)), min_size=1, max_size=80))
def test_everything_goes_in_the_order_of_its_client_and_the_window_holds(plan: list[tuple[int, float, int]]) -> None:
    fleet = Fleet(4, GuardLimits(window=6))
    now, sent = 0.0, list[int]()
    under_way: dict[int, float] = {}
    wanted: dict[int, list[int]] = {lane: [] for lane in range(4)}
    costs: dict[int, int] = {}
    for lane, pause, cost in plan:
        now += pause
        number = fleet.put(lane, now, cost)
        wanted[lane].append(number)
        costs[number] = cost
    for _ in range(10_000):
        going = fleet.go(now)
        sent += going
        under_way |= dict.fromkeys(going, now + 0.03)
        # The last may exceed the window by its own cost, and each lane has one message free.
        assert sum(costs[number] for number in under_way) < 6 + 5 + 4 * 5
        if len(sent) == len(plan):
            break
        now += 0.005
        for number in [number for number, at in under_way.items() if at <= now]:
            del under_way[number]
            fleet.traffic.arrived(number, now)
            for talker in fleet.lanes:
                talker.pace.answered(now)
    for lane in range(4):
        assert [number for number in sent if number in wanted[lane]] == wanted[lane]
    assert fleet.traffic.lost == 0
