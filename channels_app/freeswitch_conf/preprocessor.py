"""Follow includes as FreeSWITCH's preprocessor does, without running anything.

It works on lines, before XML is read, and knows neither comments nor elements: a directive in a comment is obeyed, and
what else stands on its line is lost. So the lines are judged here as it sees them, and keep their file and number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from channels_app.freeswitch_conf.mistakes import Mistake

MAIN = "freeswitch.xml"
VARIABLES_FILE = "$${run_dir}/variables.xml"
# What entrypoint.sh writes, and the directories that it gives to FreeSWITCH.
VARIABLES = {"verto_port", "event_socket_port", "event_socket_password", "fsapi_url", "fsapi_secret"}
DIRECTORIES = {"run_dir", "log_dir", "certs_dir"}

_DIRECTIVE = re.compile(r'\s*<X-PRE-PROCESS cmd="([a-z-]+)" data="([^"<>]*)"/>\s*')
_COMMAND = re.compile(r'cmd\s*=\s*"\s*([^"]*?)\s*"', re.IGNORECASE)
_VARIABLE = re.compile(r"\$\$\{([^}]*)(\}?)")
_REFUSED = {"exec": "F103", "exec-set": "F103", "stun-set": "F104", "env-set": "F105", "set": "F106"}
_MAX_DEPTH = 5
_WRITABLE_BY_ALL = 0o002


@dataclass(frozen=True)
class Line:
    """One line as XML sees it, and where it stands."""

    text: str
    file: str
    number: int


@dataclass
class Source:
    """All lines of a configuration in the order in which FreeSWITCH reads them."""

    lines: list[Line] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def read(directory: Path) -> Source:
    """Return the lines of the configuration in the directory, and what is wrong with them."""
    reader = _Reader(directory.resolve())
    reader.follow(reader.root / MAIN, 0)
    if reader.variables_included == 0:
        reader.refuse("F111", MAIN, 1)
    for path in sorted(reader.root.rglob("*")):
        name = path.relative_to(reader.root).as_posix()
        if path.is_file() and name not in reader.seen:
            reader.refuse("F114", name, 1)
    return reader.source


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = Source()
        self.seen: set[str] = set()
        self.variables_included = 0

    def refuse(self, code: str, file: str, number: int, detail: str = "") -> None:
        self.source.mistakes.append(Mistake(file, number, code, detail))

    def follow(self, path: Path, depth: int) -> None:
        name = path.relative_to(self.root).as_posix()
        self.seen.add(name)
        try:
            text = path.read_text(encoding="utf-8")
            writable = path.stat().st_mode & _WRITABLE_BY_ALL
        except (OSError, UnicodeDecodeError) as error:
            self.refuse("F113", name, 1, str(error))
            return
        if writable:
            self.refuse("F115", name, 1)
        for number, line in enumerate(text.split("\n"), start=1):
            self._variables(line, name, number)
            if "x-pre-process" in line.lower():
                self._directive(line, path, name, number, depth)
            elif "<!--#" in line:
                self.refuse("F109", name, number)
            elif any(word in line for word in ("<?", "<include>", "</include>")):
                if line.strip() not in ("<include>", "</include>"):
                    self.refuse("F110", name, number)
            else:
                self.source.lines.append(Line(line, name, number))

    def _variables(self, line: str, name: str, number: int) -> None:
        for variable, end in _VARIABLE.findall(line):
            if not end or variable not in VARIABLES | DIRECTORIES:
                self.refuse("F112", name, number, variable)

    def _directive(self, line: str, path: Path, name: str, number: int, depth: int) -> None:
        found = _COMMAND.search(line)
        command = found[1].lower() if found else ""
        match = _DIRECTIVE.fullmatch(line)
        if command in _REFUSED:
            self.refuse(_REFUSED[command], name, number)
        elif match is None or match[1] != "include":
            self.refuse("F108", name, number)
        elif match[2] == VARIABLES_FILE:
            self.variables_included += 1
            if self.variables_included > 1:
                self.refuse("F111", name, number)
        else:
            self._include(match[2], path, name, number, depth)

    def _include(self, pattern: str, path: Path, name: str, number: int, depth: int) -> None:
        parts = Path(pattern).parts
        if "$" in pattern or Path(pattern).is_absolute() or ".." in parts or depth >= _MAX_DEPTH or not parts:
            self.refuse("F107", name, number, pattern)
            return
        found = sorted(path.parent.glob(pattern))
        if not found:
            self.refuse("F107", name, number, f"{pattern}: no such file")
        for file in found:
            # A link could lead anywhere, also tomorrow.
            if not file.is_file() or file.resolve() != file:
                self.refuse("F107", name, number, file.name)
            else:
                self.follow(file, depth + 1)
