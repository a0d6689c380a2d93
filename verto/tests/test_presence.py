"""Who is connected, read from Redis by those who hold no sockets."""

from __future__ import annotations

import time

import pytest
from redis import RedisError

from scripts.house import redis
from verto.adapters.cluster import presence
from verto.adapters.cluster.presence import Presence
from verto.tests.builders import ALICE, BOB, CHANNEL
from verto.tests.cluster_board import ClusterBoard, Town

HOME = "192.0.2.7"
"""The boards take an address for its own digest."""


def test_those_with_a_socket_are_there_and_those_whose_seat_is_kept_are_not(redis_server: redis.RedisServer) -> None:
    town = Town()
    here, there = ClusterBoard(town=town), ClusterBoard(town=town)
    here.joins(ALICE, HOME)
    there.joins(BOB).leaves()
    everybody = Presence(redis_server.url).everybody()
    assert {client_id: present.process for client_id, present in everybody[CHANNEL].items()} == {ALICE: here.process}
    assert everybody[CHANNEL][ALICE].address == HOME.encode()


def test_those_of_a_process_that_is_gone_are_gone(redis_server: redis.RedisServer) -> None:
    town = Town()
    here, there = ClusterBoard(town=town), ClusterBoard(town=town)
    here.joins(ALICE)
    there.joins(BOB)
    reader = Presence(redis_server.url)
    assert set(reader.everybody()[CHANNEL]) == {ALICE, BOB}
    there.dies()
    assert set(reader.everybody()[CHANNEL]) == {ALICE}
    here.dies()
    assert reader.everybody() == {}


@pytest.mark.alone
def test_after_a_failure_others_are_not_kept_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    if redis.find() is None:
        pytest.skip(redis.ABSENT)
    with redis.server() as frozen:
        reader = Presence(frozen.url)
        reader.everybody()
        frozen.freeze()
        with pytest.raises(RedisError):
            reader.everybody()
        started = time.monotonic()
        for _ in range(20):
            with pytest.raises(RedisError):
                reader.everybody()
        assert time.monotonic() - started < presence.ANSWER_SECONDS
        frozen.thaw()
        monkeypatch.setattr(presence, "AGAIN_SECONDS", 0.0)
        assert reader.everybody() == {}
