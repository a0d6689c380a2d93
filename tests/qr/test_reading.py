"""What our QR encoder draws, another's reader reads: every version, and links as they are."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.qr.reading import picture, read

HERE = Path(__file__).parent
ROOM = [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
    711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
]  # fmt: skip
"""Bytes at level M, by version from 1 on (ISO/IEC 18004, table 7)."""

LINKS = [
    "https://talk.example/peers/0b1c9c1e-5a8f-4f3d-9d3a-0d8a2f2c3b4d",
    "https://talk.example/peers/0b1c9c1e-5a8f-4f3d-9d3a-0d8a2f2c3b4d#k=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE",
    "https://a-rather-long-name-of-a-service.some-department.of-an-organisation.example:8443"
    "/peers/0b1c9c1e-5a8f-4f3d-9d3a-0d8a2f2c3b4d#k=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE",
    "http://[2001:db8::1]:8000/peers/0b1c9c1e-5a8f-4f3d-9d3a-0d8a2f2c3b4d",
    "x",
]


def _codes(texts: list[str]) -> list[tuple[int, str]]:
    node = shutil.which("node")
    assert node, "no Node here: `make setup` installs one"
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(HERE / "codes.mjs")], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return [(size, modules) for size, modules in json.loads(done.stdout)]


def _filling(length: int) -> str:
    return "".join(chr(ord("!") + (index * 7 + length) % 90) for index in range(length))


def test_links_are_read() -> None:
    for text, (size, modules) in zip(LINKS, _codes(LINKS), strict=True):
        pixels, side = picture(size, modules)
        assert read(pixels, side, side) == text


def test_every_version_is_read_when_it_is_full_and_when_it_is_not() -> None:
    texts = [_filling(room - less) for room in ROOM for less in (0, 1, 6)]
    for index, (text, (size, modules)) in enumerate(zip(texts, _codes(texts), strict=True)):
        assert size == 17 + 4 * (index // 3 + 1), "not the smallest version that has room"
        pixels, side = picture(size, modules)
        assert read(pixels, side, side) == text, f"version {index // 3 + 1}"


def test_a_damaged_code_is_still_read() -> None:
    text = LINKS[1]
    [(size, modules)] = _codes([text])
    damaged = list(modules)
    # A blot away from the finders, about 5 % of all modules.
    for row in range(size // 2, size // 2 + 9):
        for column in range(size // 2, size // 2 + 9):
            damaged[row * size + column] = "1"
    assert "".join(damaged) != modules
    pixels, side = picture(size, "".join(damaged))
    assert read(pixels, side, side) == text
