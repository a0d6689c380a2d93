"""The sizes and themes in which pages are looked at, and how to wait until one is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Page

Theme = Literal["light", "dark"]

PHONE, TABLET, DESKTOP = (360, 740), (768, 1024), (1440, 900)
THEMES: tuple[Theme, Theme] = ("light", "dark")

DRAWN = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""
"""The page has been laid out anew."""

PICTURED = """
async () => {
  const shown = [...document.querySelectorAll('video')].filter((one) => one.videoWidth && one.checkVisibility());
  const frames = async (video) => {
    for (let left = 3; left > 0; left -= 1) await new Promise((done) => video.requestVideoFrameCallback(done));
  };
  await Promise.race([Promise.all(shown.map(frames)), new Promise((done) => setTimeout(done, 2000))]);
}
"""
"""Each picture that moves has been drawn since; the first frame may be late."""

RIGHT_TO_LEFT = "() => { document.documentElement.dir = 'rtl'; }"
LEFT_TO_RIGHT = "() => { document.documentElement.dir = 'ltr'; }"

LENGTHEN = """
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  window.lengthened = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const before = node.data;
    node.data = before.replace(/[aeiouy]/gi, '$&$&');
    window.lengthened.push({ node, before, after: node.data });
  }
}
"""
"""Vowels said twice make English about 40 % longer, as some languages are."""

SHORTEN = """
() => window.lengthened.forEach(({ node, before, after }) => {
  if (node.data === after) node.data = before;
})
"""


def lay_out(page: Page, size: tuple[int, int], theme: Theme) -> None:
    """Have the page in this size and theme, at rest."""
    page.emulate_media(forced_colors="none", color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(DRAWN)


def show(page: Page, size: tuple[int, int], theme: Theme) -> None:
    """Have it so, with what its pictures show."""
    lay_out(page, size, theme)
    page.evaluate(PICTURED)
    page.evaluate(DRAWN)


@contextmanager
def right_to_left(page: Page) -> Iterator[None]:
    """Turn the page around, for as long as this lasts."""
    page.evaluate(RIGHT_TO_LEFT)
    try:
        yield
    finally:
        page.evaluate(LEFT_TO_RIGHT)


@contextmanager
def lengthened(page: Page) -> Iterator[None]:
    """Make all texts longer, for as long as this lasts."""
    page.evaluate(LENGTHEN)
    try:
        yield
    finally:
        page.evaluate(SHORTEN)
