"""Messages that must be refused, for every row of the table in docs/sealing.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.memory import MAX_COUNTER
from peers.sealing.route import EVERYBODY, NO_VISIT, Route
from peers.sealing.seal import HEAD_BYTES, MAX_SAID, MAX_STEPS, STEP, encrypt, fill, sign
from tests.sealing.made import Message, filler, message, raw, uuid

SIZES = [0, 1, 148, 300]
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group of Ed25519 (RFC 8032, section 5.1)."""
REGIONS = {
    "iv": 0,
    "visit": 12,
    "counter": 12 + 39,
    "signature": 12 + 40,
    "length": 12 + 107,
    "said or zeros": 12 + 108,
}


def refused() -> Iterator[dict[str, Any]]:
    for number, size in enumerate(SIZES):
        for is_broadcast in (True, False):
            label = ("refused", size, is_broadcast)
            good = message(*label, said=filler(size, *label), counter=1 + 100 * number, is_broadcast=is_broadcast)
            for of_row in (unsealed, bad_tag, bad_padding, bad_signature, wrong_visit, replayed, not_utf8):
                yield from of_row(good)
    yield from once()


def row(
    reason: str, why: str, good: Message, text: object = None, route: Route | None = None, **memory: Any
) -> dict[str, Any]:
    """One vector: `good` as the receiver would expect it, but for what is given."""
    route = route or good.route
    return {
        "reason": reason,
        "why": why,
        "K": good.key.hex(),
        "channel": route.channel,
        "from": route.sender,
        "to": route.to,
        "toVisit": route.to_visit.hex(),
        "visit": good.visit.hex(),
        "speaker": memory.get("speaker", good.visit.hex()),
        "seen": memory.get("seen", []),
        "text": good.text if text is None else text,
    }


def unsealed(good: Message) -> Iterator[dict[str, Any]]:
    text = good.text
    whole = from_base64url(text[2:])
    for why, wrong in {
        "the plain envelope": good.said,
        "no prefix": text[2:],
        "a prefix of another version": "2." + text[2:],
        "a prefix without its dot": "1" + text[2:],
        "space before": " " + text,
        "line feed after": text + "\n",
        "padding": text + "=" * (-len(text[2:]) % 4 or 4),
        "the other alphabet": text[:20] + "+/" + text[22:],
        "a letter that only looks like one": text[:20] + "\u0430" + text[21:],
        "one character less": text[:-1],
        "one character more": text + "A",
        "one byte less": "1." + to_base64url(whole[:-1]),
        "one byte more": "1." + to_base64url(whole + b"\0"),
        "half of it": "1." + to_base64url(whole[: len(whole) // 2]),
    }.items():
        yield row("unsealed", why, good, wrong)
    # Sizes whose last character carries bits that mean nothing: one of them is set.
    if len(text[2:]) % 4:
        last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        yield row("unsealed", "not canonical", good, text[:-1] + last[last.index(text[-1]) + 1])


def bad_tag(good: Message) -> Iterator[dict[str, Any]]:
    whole, route = from_base64url(good.text[2:]), good.route
    for region, at in {**REGIONS, "the last before the tag": len(whole) - 17, "tag": len(whole) - 1}.items():
        yield row("bad_tag", f"a bit flipped: {region}", good, "1." + to_base64url(flipped(whole, at)))
    other = message("refused", "other", len(good.said), said=good.said, counter=good.counter)
    twin = replace(good, iv=raw(12, good.iv), counter=good.counter + 1)
    spliced = from_base64url(twin.text[2:])
    yield row("bad_tag", "the iv of another", good, "1." + to_base64url(spliced[:12] + whole[12:]))
    yield row("bad_tag", "the tag of another", good, "1." + to_base64url(whole[:-16] + spliced[-16:]))
    yield row("bad_tag", "half of another", good, "1." + to_base64url(whole[:140] + spliced[140:]))
    if len(whole) > 300:
        yield row("bad_tag", "cut by a step", good, "1." + to_base64url(whole[:-STEP]))
    yield row("bad_tag", "another key", good, replace(good, key=other.key).text)
    yield row("bad_tag", "another channel", good, replace(good, route=good.by(channel=uuid(good.iv))).text)
    yield row("bad_tag", "another sender", good, replace(good, route=good.by(sender=uuid(good.iv))).text)
    direct = Route(route.channel, route.sender, other.route.to, other.route.to_visit)
    if route.is_broadcast:
        yield row("bad_tag", "direct, and was broadcast", good, good.text, direct)
    else:
        yield row("bad_tag", "to another receiver", good, replace(good, route=good.by(to=uuid(good.iv))).text)
        yield row("bad_tag", "to a former visit", good, replace(good, route=good.by(to_visit=other.visit)).text)
        yield row("bad_tag", "broadcast, and was direct", good, good.text, good.by(to=EVERYBODY, to_visit=NO_VISIT))
        yield row("bad_tag", "given back", good, good.text, Route(route.channel, route.to, route.sender, good.visit))


def made_by_member(good: Message, **parts: Any) -> str:
    """What somebody can seal who has the channel's key, but not the visit's private one."""
    raw_said = good.said.encode()
    signature = parts.get("signature", sign(good.seed, good.route, good.counter, raw_said))
    plain = fill(
        parts.get("visit", good.visit), parts.get("counter", good.counter), signature, parts.get("said", raw_said)
    )
    return encrypt(good.key, good.route, good.iv, parts.get("change", lambda before: before)(plain))


def bad_padding(good: Message) -> Iterator[dict[str, Any]]:
    size = len(good.said)
    zeros = -(HEAD_BYTES + size) % STEP
    lengths = {"one more than there is": size + zeros + 1, "the largest": 2**32 - 1, "the sign bit": 2**31}
    if size and good.said[-1] != "\0":
        lengths["one less than was said"] = size - 1
    for why, length in lengths.items():
        text = made_by_member(good, change=lambda plain, length=length: plain[:104] + length.to_bytes(4) + plain[108:])
        yield row("bad_padding", f"length: {why}", good, text)
    for why, at in {"first": HEAD_BYTES + size, "last": HEAD_BYTES + size + zeros - 1}.items():
        if zeros:
            text = made_by_member(good, change=lambda plain, at=at: flipped(plain, at))
            yield row("bad_padding", f"{why} of the zeros is none", good, text)
    text = made_by_member(good, change=lambda plain: plain + bytes(STEP))
    yield row("bad_padding", "filled up by a step too many", good, text)


def bad_signature(good: Message) -> Iterator[dict[str, Any]]:
    said, seed, counter = good.said.encode(), good.seed, good.counter
    signature, other = sign(seed, good.route, counter, said), message("refused", "member", len(said), said=good.said)
    not_reduced = signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    elsewhere = {
        "another channel": good.by(channel=uuid(good.iv)),
        "another sender": good.by(sender=uuid(good.iv)),
        "another receiver": Route(good.route.channel, good.route.sender, other.route.to, other.route.to_visit),
    }
    changes: dict[str, dict[str, Any]] = {
        "first bit of the signature": {"signature": flipped(signature, 0)},
        "last byte of the signature": {"signature": flipped(signature, 63)},
        "a signature of zeros": {"signature": bytes(64)},
        "a signature that is not reduced": {"signature": not_reduced},
        "another's signature": {"signature": sign(other.seed, good.route, counter, said)},
        "another visit": {"visit": other.visit},
        "a visit that is no point": {"visit": b"\x02" + bytes(31)},
        "a higher counter": {"counter": counter + 1},
        "another counter, too high": {"counter": MAX_COUNTER + 1},
        "other words": {"said": bytes([*said[:-1], 33 if said[-1:] == b"?" else 63])},
        **{f"said in {name}": {"signature": sign(seed, route, counter, said)} for name, route in elsewhere.items()},
    }
    for why, parts in changes.items():
        yield row("bad_signature", why, good, made_by_member(good, **parts))


def wrong_visit(good: Message) -> Iterator[dict[str, Any]]:
    other = raw(32, good.seed, "speaks").hex()
    low = replace(good, counter=1)
    yield row("wrong_visit", "another visit speaks for the sender", good, speaker=other)
    yield row("wrong_visit", "another speaks, and it was heard before", low, speaker=other, seen=[1])
    for why, counter in {"counts from 0": 0, "counts too high": MAX_COUNTER + 1}.items():
        text = signed(good, counter, good.said.encode())
        yield row("wrong_visit", f"another speaks, and this one {why}", good, text, speaker=other)
    yield row("wrong_visit", "another speaks, and this is not UTF-8", good, signed(good, 1, b"\xff"), speaker=other)
    if good.route.is_broadcast:
        yield row("wrong_visit", "a stranger", good, speaker=None)
        yield row("wrong_visit", "a stranger, not UTF-8", good, signed(good, 1, b"\xff"), speaker=None)


def replayed(good: Message) -> Iterator[dict[str, Any]]:
    at = good.counter
    yield row("replayed", "heard before", good, seen=[at])
    yield row("replayed", "heard before, and more since", good, seen=[at, at + 1, at + 5])
    yield row("replayed", "64 below the highest", good, seen=[at + 64])
    yield row("replayed", "far below the highest", good, seen=[MAX_COUNTER])
    for counter in (0, MAX_COUNTER + 1, 2**64 - 1):
        yield row("replayed", f"counter {counter}", good, signed(good, counter, good.said.encode()))
    yield row("replayed", "heard before, and not UTF-8", good, signed(good, at, b"\xff"), seen=[at])
    if not good.route.is_broadcast:
        yield row("replayed", "heard before the sender left", good, speaker=None, seen=[at])


def not_utf8(good: Message) -> Iterator[dict[str, Any]]:
    for wrong in ("ff", "c0af", "eda080", "f4908080", "e282", "80"):
        text = signed(good, good.counter, good.said.encode() + bytes.fromhex(wrong))
        yield row("bad_padding", f"not UTF-8: {wrong}", good, text)


def once() -> Iterator[dict[str, Any]]:
    """What would be the same, or large, for every message."""
    good = message("refused", "once", said="hello")
    for text in ("", "1", "1.", ".", "1.A", "1.AA", "hello"):
        yield row("unsealed", "too short", good, text)
    for value in (1, True, [good.text], {"text": good.text}):
        yield row("unsealed", f"no text: {json.dumps(value)[:10]}", good, value)
    yield row("unsealed", "no step", good, "1." + to_base64url(bytes(12 + 16)))
    yield row("unsealed", "a step too many", good, "1." + to_base64url(raw(12 + STEP * (MAX_STEPS + 1) + 16, "long")))
    large = message("refused", "large", said=filler(MAX_SAID, "large"))
    yield row(
        "bad_tag",
        "a bit flipped in the largest",
        large,
        "1." + to_base64url(flipped(from_base64url(large.text[2:]), 20000)),
    )


def signed(good: Message, counter: int, said: bytes) -> str:
    """What the visit itself could say, were it malicious."""
    return encrypt(
        good.key, good.route, good.iv, fill(good.visit, counter, sign(good.seed, good.route, counter, said), said)
    )


def flipped(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
