"""The pictures that people compare: the same in browsers and here, and fit to be told apart."""

from __future__ import annotations

import re
import unicodedata

from peers.sealing.compare import emoji, numbers
from peers.sealing.emoji import EMOJI
from tests.architecture.tree import ROOT

SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def test_browsers_have_the_same_list() -> None:
    script = (ROOT / "static" / "js" / "sealing" / "emoji.js").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^  \['(.+)', '(\w+)'\],$", script, re.MULTILINE)) == EMOJI


def test_there_are_64_and_no_two_alike() -> None:
    assert len(EMOJI) == len({picture for picture, _ in EMOJI}) == len({word.lower() for _, word in EMOJI}) == 64


def test_each_is_one_picture_with_one_word() -> None:
    for picture, word in EMOJI:
        assert len(picture) == 1
        assert unicodedata.category(picture) == "So"
        assert ord(picture) not in SKIN_TONES
        assert ord(picture) not in FLAG_LETTERS
        assert re.fullmatch(r"[A-Z][a-z]+", word)


def test_a_code_is_read_from_its_first_bit() -> None:
    # 0, 1, 2, 3, 4, 5, 63 in six bits each, and 22 bits that count for nothing.
    bits = "".join(f"{index:06b}" for index in (0, 1, 2, 3, 4, 5, 63)) + "1" * 22
    assert emoji(int(bits, 2).to_bytes(8)) == [*EMOJI[:6], EMOJI[63]]
    bits = f"{0:013b}{8191:013b}{234:013b}" + "1" * 25
    assert numbers(int(bits, 2).to_bytes(8)) == [1000, 9191, 1234]
