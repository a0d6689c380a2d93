"""How far it is: for people who watch, and nobody else."""

from __future__ import annotations

from io import StringIO

from common.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_now_and_then_and_is_clean_afterwards() -> None:
    now = [0.0]
    terminal = Terminal()
    progress = Progress(terminal, lambda: now[0])
    for done in range(16):
        now[0] += 1 / 16
        progress.tell("Writing", done, 16)
    progress.close()
    assert [part for part in terminal.getvalue().split("\r\x1b[K") if part] == [
        "Writing: 18 %",
        "Writing: 43 %",
        "Writing: 68 %",
        "Writing: 93 %",
    ]
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_file_is_told_nothing() -> None:
    file = StringIO()
    progress = Progress(file, lambda: 0.0)
    progress.tell("Writing", 1, 0)
    progress.close()
    assert file.getvalue() == ""


def test_work_of_nothing_is_done() -> None:
    now = [0.0]
    terminal = Terminal()
    progress = Progress(terminal, lambda: now[0])
    now[0] = 1.0
    progress.tell("Writing", 0, 0)
    assert terminal.getvalue() == "\r\x1b[KWriting: 0 %"
