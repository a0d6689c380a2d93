"""Reads QR codes as a phone does, with a reader that shares nothing with our encoder."""

from __future__ import annotations

import zxingcpp


def read(pixels: bytes, width: int, height: int) -> str:
    """Return the text of the one code in a picture of grey values, a byte for each pixel."""
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[height, width]))
    assert len(found) == 1, f"{len(found)} codes were found"
    return str(found[0].text)


def picture(size: int, modules: str, scale: int = 3, quiet: int = 4) -> tuple[bytes, int]:
    """Draw modules, 1 for dark, with the quiet zone; return the grey values and the width."""
    side = (size + 2 * quiet) * scale
    light = b"\xff" * (quiet * scale)
    pixels = [b"\xff" * (side * quiet * scale)]
    for start in range(0, size * size, size):
        row = b"".join((b"\0" if one == "1" else b"\xff") * scale for one in modules[start : start + size])
        pixels.append((light + row + light) * scale)
    pixels.append(pixels[0])
    return b"".join(pixels), side
