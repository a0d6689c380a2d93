"""The groups of tests/fixtures/vectors/sealing.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from peers.sealing.compare import Side, code, commit, emoji_indexes, numbers, prove
from peers.sealing.link import fragment_of
from peers.sealing.memory import MAX_COUNTER, Window
from peers.sealing.seal import MAX_SAID, sender_key, visit_of
from tests.architecture.tree import ROOT
from tests.sealing.made import Message, filler, message, raw, uuid
from tests.sealing.refused import refused

PATH = ROOT / "tests" / "fixtures" / "vectors" / "sealing.json"
ABOUT = [
    "Known answers of docs/sealing.md, made by `python -m tests.sealing`.",
    "Bytes are in hexadecimal; text, said and fragment are as they are.",
    "keys: the AES key of a sender. sealed: what seal gives, and what opens to said and counter.",
    "refused: the reason under which text is counted when it arrives by this route. speaker is the visit that speaks for",
    "the sender, null for none; seen are the counters already heard from visit; why says what is wrong with it.",
    "windows: counters of one visit in the order of arrival, and which of them are taken.",
    "commits, codes: comparing. links: key is null where there is none to be had.",
]
# 148 and 404 bytes need no zeros, because 108 stand before them.
SIZES = [0, 1, 2, 107, 108, 147, 148, 149, 255, 256, 257, 403, 404, 405, 659, 660, 661, 1024, 1428, 2000]
LARGE = [8192, MAX_SAID]
COUNTERS = [
    1,
    2,
    3,
    64,
    65,
    255,
    256,
    65535,
    65536,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**32,
    2**48,
    MAX_COUNTER - 1,
    MAX_COUNTER,
]
TEXTS = [
    '{"v":1,"type":"hello","dialog":null,"seq":0,"payload":{"name":"Zoë","state":"free","reply":true}}',
    '{"v":1,"type":"close","dialog":"8f14e45f-ceea-4672-950b-2d3e2f6b1c11","seq":7,"payload":{"reason":"hangup"}}',
    "naïve café",
    "Ελληνικά, Русский, עברית, العربية",
    "日本語 한국어 中文",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u0301",
    "\ufeffa mark of byte order that belongs to the text",
    "\x00zeros\x00at both ends\x00\x00\x00",
    "\x00",
    "\u2028\u2029\x7f\x80\x85",
    "\ud7ff\ue000\uffff\U00010000\U0010ffff",
    "line\r\nbreaks\n",
    "é" * 74,  # fills up exactly, in bytes and not in letters
    "\ufffd",
]


def groups() -> dict[str, list[dict[str, Any]]]:
    return {
        "keys": list(keys()),
        "sealed": [as_sealed(each) for each in messages()],
        "refused": list(refused()),
        "windows": list(windows()),
        "commits": list(commits()),
        "codes": list(codes()),
        "links": list(links()),
    }


def text() -> str:
    """The file: one vector a line, so that a change can be read."""
    parts = [
        f" {json.dumps(name)}: [\n" + ",\n".join(f"  {json.dumps(one, ensure_ascii=True)}" for one in group) + "\n ]"
        for name, group in groups().items()
    ]
    about = ",\n".join(f"  {json.dumps(line)}" for line in ABOUT)
    return f'{{\n "about": [\n{about}\n ],\n' + ",\n".join(parts) + "\n}\n"


def keys() -> Iterator[dict[str, Any]]:
    for number in range(150):
        key = {0: bytes(32), 1: b"\xff" * 32}.get(number, raw(32, "keys", number, "key"))
        # Each key in two channels, and for two senders.
        channel, sender = uuid("keys", number // 2, "channel"), uuid("keys", number // 3, "from")
        yield {"K": key.hex(), "channel": channel, "from": sender, "key": sender_key(key, channel, sender).hex()}


def messages() -> Iterator[Message]:
    for size in SIZES:
        for number in range(8):
            yield message("sealed", size, number, said=filler(size, number), is_broadcast=number % 3 == 0)
    for size in LARGE:
        yield message("sealed", size, said=filler(size, size))
    for counter in COUNTERS:
        yield message("counter", counter, said="counted", counter=counter, is_broadcast=counter % 2 == 0)
    for number, said in enumerate(TEXTS):
        for is_broadcast in (True, False):
            yield message("text", number, is_broadcast, said=said, counter=number + 1, is_broadcast=is_broadcast)


def as_sealed(each: Message) -> dict[str, Any]:
    return {
        "K": each.key.hex(),
        "channel": each.route.channel,
        "from": each.route.sender,
        "to": each.route.to,
        "toVisit": each.route.to_visit.hex(),
        "visitSeed": each.seed.hex(),
        "visit": each.visit.hex(),
        "counter": each.counter,
        "iv": each.iv.hex(),
        "said": each.said,
        "text": each.text,
    }


def windows() -> Iterator[dict[str, Any]]:
    orders = [
        [1, 2, 3, 3, 2, 1],
        [0, 1, 0],
        [65, 1, 2, 2, 65],
        [64, 1, 1],
        [1000, 936, 937, 999, 937, 1064, 1000, 1001, 1001],
        [MAX_COUNTER, MAX_COUNTER - 64, MAX_COUNTER - 63, MAX_COUNTER],
        [1, MAX_COUNTER, 1, 2],
        list(range(200, 0, -1)),
        [*range(1, 130), *range(1, 130)],
    ]
    for number in range(41):
        steps = raw(120, "windows", number)
        orders.append([max(1, place + step % 100 - 60) for place, step in enumerate(steps, start=1)])
    for order in orders:
        window, taken = Window(), []
        for counter in order:
            taken.append(window.is_new(counter))
            if taken[-1]:
                window.note(counter)
        yield {"counters": order, "taken": taken}


def side(*label: object) -> Side:
    return Side(uuid(*label, "client"), raw(32, *label, "visit"), raw(32, *label, "print"), raw(32, *label, "nonce"))


def plain(one: Side) -> dict[str, str]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in asdict(one).items()}


def commits() -> Iterator[dict[str, Any]]:
    for number in range(120):
        channel, seed = uuid("commits", number // 2, "channel"), raw(32, "commits", number, "seed")
        one = replace(side("commits", number), visit=visit_of(seed))
        told = commit(channel, one)
        yield {
            "channel": channel,
            **plain(one),
            "visitSeed": seed.hex(),
            "commit": told.hex(),
            "proof": prove(seed, told).hex(),
        }


def codes() -> Iterator[dict[str, Any]]:
    for number in range(150):
        channel = uuid("codes", number // 2, "channel")
        pair = side("codes", number, "one"), side("codes", number, "other")
        # Every third time told the other way round: the same code.
        for one, other in [pair] if number % 3 else [pair, pair[::-1]]:
            told = code(channel, one, other)
            sides = {"channel": channel, "one": plain(one), "other": plain(other)}
            yield {**sides, "code": told.hex(), "emoji": emoji_indexes(told), "numbers": numbers(told)}


def links() -> Iterator[dict[str, Any]]:
    for number in range(60):
        key = {0: bytes(32), 1: b"\xff" * 32}.get(number, raw(32, "links", number))
        yield {"fragment": fragment_of(key), "key": key.hex()}
    # The last of 43 characters carries four bits, so that only every fourth letter may stand there.
    good = fragment_of(bytes(32))
    bad = [
        "",
        "#",
        "#k",
        "#k=",
        good[3:],
        "#" + good[3:],
        good[1:],
        good[:-1],
        good + "A",
        good + "=",
        good + "\n",
        good + " ",
    ]
    bad += [" " + good, "#K=" + good[3:], "#key=" + good[3:], "#k=k=" + good[3:], good + "&a=b", "#a=b&" + good[1:]]
    bad += [good[:-1] + last for last in "BCDFGHxyz123-_"]
    bad += [good[:10] + wrong + good[11:] for wrong in "+/=.%é\u0430\x00 \n"]
    bad += ["#k=" + "A" * size for size in (1, 2, 4, 40, 41, 44, 86, 1000)]
    bad += ["#k=" + bytes(32).hex(), "#k%3D" + good[3:], "##k=" + good[3:], "#k==" + good[4:]]
    yield from ({"fragment": fragment, "key": None} for fragment in bad)
