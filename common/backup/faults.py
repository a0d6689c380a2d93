"""Why a backup cannot be made, or not be restored: a stable code and a sentence."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Scripts compare codes; the sentences may change."""

    BAD_KEY = "bad_key"
    WRONG_KEY = "wrong_key"
    NOT_A_BACKUP = "not_a_backup"
    DAMAGED = "damaged"
    OTHER_VERSION = "other_version"
    NEWER_SCHEMA = "newer_schema"
    SCHEMA_BEHIND = "schema_behind"
    SCHEMA_AHEAD = "schema_ahead"
    NOT_EMPTY = "not_empty"
    NO_FILE = "no_file"
    CANNOT_WRITE = "cannot_write"
    BAD_ROWS = "bad_rows"


_SENTENCES = {
    Fault.BAD_KEY: "This is no age key.",
    Fault.WRONG_KEY: "This key does not open the file: it was encrypted for another one.",
    Fault.NOT_A_BACKUP: "This is no backup of PBX peers.",
    Fault.DAMAGED: "The file was changed or is not whole.",
    Fault.OTHER_VERSION: "The file has a form that this version of PBX peers does not know.",
    Fault.NEWER_SCHEMA: "The backup comes from a newer version of PBX peers. Install that one, or a later one.",
    Fault.SCHEMA_BEHIND: "The database is older than this version of PBX peers. Run manage.py migrate first.",
    Fault.SCHEMA_AHEAD: "The database was made by a newer version of PBX peers. Use that one, or an empty database.",
    Fault.NOT_EMPTY: "This site has data already. --replace puts the backup in their place.",
    Fault.NO_FILE: "The file cannot be read.",
    Fault.CANNOT_WRITE: "The file cannot be written.",
    Fault.BAD_ROWS: "What the backup holds does not fit together.",
}


class BackupError(Exception):
    """Nothing was changed. `more` says which, where there is more to say."""

    def __init__(self, fault: Fault, more: str = "") -> None:
        super().__init__(" ".join(part for part in (_SENTENCES[fault], more) if part))
        self.fault = fault
