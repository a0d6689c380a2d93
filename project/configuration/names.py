"""The names of all settings, which `.env.example` lists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

SECRETS = ("SECRET_KEY", "SWITCH_SECRET", "FREESWITCH_EVENT_SOCKET_PASSWORD", "FSAPI_SECRET", "TURN_SECRET")

NAMES = frozenset(
    {
        *re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE),
        *(f"{name}_FILE" for name in SECRETS),
    }
)
