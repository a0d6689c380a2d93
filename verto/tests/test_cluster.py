"""Several processes that serve the same channels: to their clients they are one."""

from __future__ import annotations

from typing import Any

import pytest

from verto.adapters.cluster import script
from verto.adapters.cluster.script import SeatScript
from verto.core.cluster import wire
from verto.core.codes import CloseCode, PuntReason
from verto.core.effects import Claim
from verto.core.limits import Limits
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, NOW, Caller, entry_for, login_text, uuid_for
from verto.tests.cluster_board import ClusterBoard, Town

pytestmark = pytest.mark.usefixtures("redis_server")

HOME = "192.0.2.7"


def two(limits: Limits | None = None) -> tuple[ClusterBoard, ClusterBoard]:
    """Return two processes of one town."""
    town = Town()
    return ClusterBoard(limits, town), ClusterBoard(limits, town)


def presence(caller: Caller) -> list[tuple[str, str]]:
    """Return and forget what somebody has heard of who came and went."""
    events = [frame["params"] for frame in caller.heard() if frame.get("method") == "verto.event"]
    return [(what, event[what]) for event in events for what in ("joined", "left") if what in event]


def members(caller: Caller) -> set[str]:
    """Subscribe once more, and return who is there."""
    (answer,) = caller.calls("verto.subscribe", {"eventChannel": CHANNEL})
    return set(answer["result"]["members"])


def tells(caller: Caller, client_id: str, body: str) -> Any:
    return caller.calls("verto.info", {"msg": {"to": client_id, "body": body}})[0]["result"]["message"]


def bodies(caller: Caller) -> list[str]:
    return [frame["params"]["msg"]["body"] for frame in caller.heard() if frame.get("method") == "verto.info"]


def test_who_comes_learns_who_is_there_and_is_announced() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    assert presence(alice) == [("joined", BOB)]
    assert members(alice) == members(bob) == {ALICE, BOB}
    bob.leaves()
    assert presence(alice) == [("left", BOB)]
    assert members(alice) == {ALICE}


def test_who_unsubscribes_is_no_member_elsewhere() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    alice.heard()
    bob.calls("verto.unsubscribe", {"eventChannel": CHANNEL})
    assert presence(alice) == [("left", BOB)]
    assert tells(alice, BOB, "still there?") == "SENT"
    assert bodies(bob) == ["still there?"]


def test_messages_cross_stamped_and_in_their_order() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    bob.heard()
    for number in range(5):
        assert tells(alice, f"{BOB}@pbx", f"{number}") == "SENT"
    frames = bob.heard()
    assert [frame["params"]["msg"] for frame in frames] == [
        {"from": f"{ALICE}@pbx", "to": f"{BOB}@pbx", "body": f"{number}"} for number in range(5)
    ]
    assert here.switchboard.stats.crossed["sent"] == there.switchboard.stats.crossed["received"] == 5
    assert here.switchboard.stats.relayed["direct"] == 5


def test_a_broadcast_reaches_everybody_once() -> None:
    here, there = two()
    alice, bob, carol = here.joins(ALICE), there.joins(BOB), there.joins(CAROL)
    for somebody in (alice, bob, carol):
        somebody.heard()
    data = {"text": "héllo", "number": 1.5}
    alice.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": data})
    for somebody in (bob, carol):
        (event,) = [frame["params"] for frame in somebody.heard()]
        assert (event["userid"], event["eventData"]) == (f"{ALICE}@pbx", data)
    assert here.switchboard.stats.crossed["sent"] == 1, "once for the process, not for each member"


def test_a_broadcast_without_data_crosses_as_that() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    bob.heard()
    alice.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True})
    (event,) = [frame["params"] for frame in bob.heard()]
    assert "eventData" not in event


def test_what_stays_in_a_process_is_told_to_no_other() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), here.joins(BOB)
    there.joins(MALLORY)
    with here.town.holds_its_post():
        tells(alice, BOB, "hi")
        alice.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": 1})
        bob.leaves()
        assert here.town.post == []


def test_nobody_of_another_channel_is_reached() -> None:
    here, there = two()
    mallory, bob = here.joins(MALLORY), there.joins(BOB)
    bob.heard()
    assert tells(mallory, BOB, "psst") == "SENT"
    assert bodies(bob) == []
    assert here.switchboard.stats.dropped["no_receiver"] == 1


def test_seats_are_counted_over_all_processes() -> None:
    here, there = two()
    for board in (here, there):
        for number in range(4):
            board.enlist(entry_for(uuid_for(number), capacity=3))
    here.joins(uuid_for(0)), there.joins(uuid_for(1)), here.joins(uuid_for(2))
    assert there.refuses(uuid_for(3)) == "channel_full"
    assert here.refuses(uuid_for(3)) == "channel_full"


def test_a_share_is_of_all_processes() -> None:
    here, there = two(Limits(seat_share_percent=1, seat_share_least=2))
    here.joins(ALICE, HOME), there.joins(BOB, HOME)
    assert here.refuses(CAROL, HOME) == "address_full"
    assert here.refuses(CAROL, "192.0.2.8") == ""


def test_a_kept_seat_is_kept_in_every_process() -> None:
    here, there = two()
    for board in (here, there):
        for client_id in (ALICE, BOB, CAROL):
            board.enlist(entry_for(client_id, capacity=2))
    alice, _ = here.joins(ALICE), there.joins(BOB)
    alice.leaves()
    assert there.refuses(CAROL) == "channel_full"
    assert there.refuses(ALICE) == ""


def test_a_second_login_elsewhere_replaces_the_first() -> None:
    here, there = two()
    first, bob = here.joins(ALICE), there.joins(BOB)
    bob.heard()
    second = there.joins(ALICE)
    assert (first.close_code, second.close_code) == (CloseCode.PUNTED, None)
    assert first.heard()[-1]["params"] == {"reason": "replaced"}
    assert presence(bob) == [("left", ALICE), ("joined", ALICE)]
    assert members(bob) == {ALICE, BOB}
    assert here.switchboard.live_ids() == []


def test_a_replaced_client_leaves_the_members_of_both_in_peace() -> None:
    here, there = two()
    carol, bob, first = here.joins(CAROL), there.joins(BOB), here.joins(ALICE)
    carol.heard(), bob.heard()
    there.joins(ALICE)
    assert first.close_code == CloseCode.PUNTED
    for somebody in (carol, bob):
        assert presence(somebody) == [("left", ALICE), ("joined", ALICE)]
        assert members(somebody) == {ALICE, BOB, CAROL}


def test_a_login_that_was_overtaken_while_the_store_answered_is_replaced() -> None:
    here, there = two()
    here.is_prompt = False
    slow = here.dials()
    slow.says(login_text(here.entries[ALICE]))
    claim = here.unsettled.pop()
    assert isinstance(claim, Claim)
    answer = here.town.runs(SeatScript(Limits(), str.encode).claim(here.process, claim))
    quick = there.logs_in(ALICE)
    here.perform(here.cluster.claimed(claim.session, script.claimed(answer), NOW))
    assert (slow.close_code, quick.close_code) == (CloseCode.PUNTED, None)


def test_who_hangs_up_while_the_store_answers_leaves_a_free_seat() -> None:
    here, there = two()
    here.is_prompt = False
    alice = here.dials()
    alice.says(login_text(here.entries[ALICE]))
    alice.leaves()
    here.settles()
    assert there.seats_taken(CHANNEL) == 0
    assert here.cluster.neighbours() == set()


def test_without_the_store_nobody_comes_in() -> None:
    here, _ = two()
    here.is_prompt = False
    alice = here.dials()
    alice.says(login_text(here.entries[ALICE]))
    claim = here.unsettled.pop()
    assert isinstance(claim, Claim)
    here.perform(here.cluster.claimed(claim.session, None, NOW))
    (refusal,) = alice.heard()
    assert refusal["error"]["data"]["code"] == "try_later"
    assert alice.close_code == CloseCode.REFUSED


def test_frames_wait_while_others_are_greeted() -> None:
    here, there = two()
    bob = there.joins(BOB)
    with here.town.holds_its_post():
        alice = here.dials()
        assert alice.says(login_text(here.entries[ALICE])) == []
        assert alice.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2) == []
    login, _, subscribed = alice.heard()
    assert login["result"]["message"] == "logged in"
    assert set(subscribed["result"]["members"]) == {ALICE, BOB}
    assert presence(bob) == [("joined", ALICE)]


def test_a_process_that_does_not_answer_is_not_waited_for_long() -> None:
    here, there = two()
    there.joins(BOB)
    del there.town.boards[there.process]
    alice = here.dials()
    alice.says(login_text(here.entries[ALICE]))
    here.waits(0.5)
    assert alice.heard() == []
    here.waits(0.5)
    assert alice.heard()[0]["result"]["message"] == "logged in"


def test_the_clients_of_a_process_that_is_gone_leave() -> None:
    here, there = two()
    alice, _ = here.joins(ALICE), there.joins(BOB)
    alice.heard()
    there.dies()
    here.perform(here.cluster.checked((), here.now))
    assert presence(alice) == [("left", BOB)]
    assert here.seats_taken(CHANNEL) == 1
    assert tells(alice, BOB, "hello?") == "SENT"
    assert here.switchboard.stats.dropped["no_receiver"] == 1


def test_what_was_lost_on_the_way_is_learnt_again() -> None:
    here, there = two()
    alice = here.joins(ALICE)
    there.joins(BOB)
    alice.heard()
    here.town.is_prompt = False
    there.joins(CAROL)
    here.town.post.clear()
    here.town.is_prompt = True
    here.perform(here.cluster.missed(there.process, here.now))
    assert presence(alice) == [("joined", CAROL)]


def test_a_greeting_that_was_lost_is_made_up_for() -> None:
    here, there = two()
    alice = here.joins(ALICE)
    here.town.is_prompt = False
    bob = there.dials()
    bob.says(login_text(there.entries[BOB]))
    here.town.post.clear()
    there.waits(1)
    here.town.is_prompt = True
    bob.calls("verto.subscribe", {"eventChannel": CHANNEL})
    assert members(alice) == members(bob) == {ALICE, BOB}


def test_a_greeting_that_was_lost_and_is_followed_by_nothing_is_repeated() -> None:
    here, there = two()
    alice = here.joins(ALICE)
    here.town.is_prompt = False
    bob = there.dials()
    bob.says(login_text(there.entries[BOB]))
    bob.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2)
    here.town.post.clear()
    there.waits(1)
    here.town.post.clear()
    here.town.is_prompt = True
    there.perform(there.cluster.checked(set(here.town.boards), there.now))
    assert members(alice) == members(bob) == {ALICE, BOB}


def test_after_an_outage_nobody_is_announced_again() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    alice.heard(), bob.heard()
    here.begins_anew()
    there.begins_anew()
    for board in (here, there):
        board.waits(10)
    assert presence(alice) == presence(bob) == []
    assert members(alice) == members(bob) == {ALICE, BOB}
    tells(alice, BOB, "here we are")
    assert bodies(bob) == ["here we are"]


def test_after_an_outage_who_has_gone_meanwhile_leaves() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    alice.heard()
    there.dies()
    here.begins_anew()
    here.waits(5)
    assert presence(alice) == []
    here.waits(2)
    assert presence(alice) == [("left", BOB)]
    assert bob.close_code is None


def test_after_an_outage_a_seat_that_somebody_else_has_is_lost() -> None:
    here, there = two()
    first = here.joins(ALICE)
    here.dies()
    second = there.joins(ALICE)
    here.begins_anew()
    assert (first.close_code, second.close_code) == (CloseCode.PUNTED, None)


def test_after_an_outage_seats_of_those_who_left_are_free() -> None:
    here, _ = two()
    here.joins(ALICE)
    bob = here.joins(BOB)
    here.is_prompt = False
    bob.leaves()
    here.unsettled.clear()
    here.begins_anew()
    assert here.seats_taken(CHANNEL) == 1


def test_a_punt_frees_the_seat_that_was_kept() -> None:
    here, there = two()
    here.joins(ALICE).leaves()
    assert there.seats_taken(CHANNEL) == 1
    for board in (here, there):
        board.punts(ALICE, PuntReason.REMOVED)
    assert there.seats_taken(CHANNEL) == 0


def test_the_last_to_leave_says_goodbye() -> None:
    here, there = two()
    alice, bob = here.joins(ALICE), there.joins(BOB)
    assert here.cluster.neighbours() == {there.process}
    alice.leaves()
    assert there.cluster.neighbours() == here.cluster.neighbours() == set()
    assert members(bob) == {BOB}


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x91\x92\xa4what\xa1x", b"\x91\x93\xa4info\xa1x\xa1y", b"\x80"])
def test_nonsense_from_a_process_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not what a process says"):
        wire.decode(raw)


def test_every_part_survives_the_way() -> None:
    parts: list[wire.Part] = [
        wire.Hello(CHANNEL, [(ALICE, 7, True)]),
        wire.Here(CHANNEL, []),
        wire.Bye(CHANNEL),
        wire.Sat(CHANNEL, ALICE, 7),
        wire.Gone(CHANNEL, ALICE),
        wire.Changed(CHANNEL, ALICE, False),
        wire.Replaced(CHANNEL, ALICE, 7),
        wire.Info(CHANNEL, ALICE, BOB, b'"x"'),
        wire.Event(CHANNEL, ALICE, b"{}"),
    ]
    assert wire.decode(wire.encode(parts)) == parts
