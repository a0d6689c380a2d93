"""Takes the content of a backup apart, as it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from common.backup.faults import BackupError, Fault
from common.backup.making import NAME, VERSION, Site

_ROWS = 500


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first line: when it was made, and the last migration of each application then."""

    made: str
    schema: dict[str, str]


class Receiver(Protocol):
    """Is told what a backup holds. May raise `BackupError`."""

    def begin(self, manifest: Manifest) -> None:
        """First of all."""

    def rows(self, table: str, columns: list[str], rows: list[list[Any]]) -> None:
        """Some rows of a table, as JSON has them."""


@dataclass
class Inspection:
    """What a backup is, without its rows."""

    manifest: Manifest | None = None

    def begin(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def rows(self, table: str, columns: list[str], rows: list[list[Any]]) -> None:
        """They are counted in any case."""


@dataclass
class Reader:
    """Feed it the content; then `finish` says whether it was all."""

    receiver: Receiver
    site: Site = field(default_factory=lambda: Site({}, {}))
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rest = b""
        self._next: Callable[[Any], None] = self._manifest
        self._table, self._columns = "", list[str]()
        self._waiting: list[list[Any]] = []
        self._is_whole = False

    def feed(self, data: bytes) -> None:
        """Take the next piece. Raises `BackupError` with NOT_A_BACKUP, OTHER_VERSION or DAMAGED."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                raise self._refusal() from None
            try:
                self._next(value)
            except (KeyError, TypeError, AttributeError) as error:
                raise self._refusal() from error

    def finish(self) -> None:
        """Say that nothing more comes. Raises `BackupError` with DAMAGED or NOT_A_BACKUP."""
        if not self._is_whole or self._rest:
            raise self._refusal()

    def _refusal(self) -> BackupError:
        return BackupError(Fault.NOT_A_BACKUP if self._next == self._manifest else Fault.DAMAGED)

    def _manifest(self, value: Any) -> None:
        if value["backup"] != NAME:
            raise self._refusal()
        if value["version"] != VERSION:
            raise BackupError(Fault.OTHER_VERSION, f"It is form {value['version']}, and known is {VERSION}.")
        self.receiver.begin(Manifest(value["made"], dict(value["schema"])))
        self._next = self._about_the_site

    def _about_the_site(self, value: Any) -> None:
        self.site = Site(dict(value["secrets"]), dict(value["settings"]))
        self._next = self._row

    def _row(self, value: Any) -> None:
        if isinstance(value, list):
            self._waiting.append(value)
            if len(self._waiting) >= _ROWS:
                self._hand_over()
            return
        self._hand_over()
        if "end" in value:
            self._is_whole = value["end"] == self.counts
            self._next = self._nothing
            return
        self._table, self._columns = value["table"], value["columns"]
        self.counts.setdefault(self._table, 0)

    def _nothing(self, value: Any) -> None:
        raise BackupError(Fault.DAMAGED)

    def _hand_over(self) -> None:
        if self._waiting:
            self.counts[self._table] += len(self._waiting)
            self.receiver.rows(self._table, self._columns, self._waiting)
            self._waiting = []
