"""Limits by address and by rate, out of the way: in tests and benches all visitors come from one address, and at once."""

from __future__ import annotations

ROOMY = {
    "SESSIONS_PER_MINUTE": "1000000",
    "SESSIONS_PER_DAY": "1000000000",
    "CHANNEL_CLIENTS_PER_MINUTE": "1000000",
    "PROOF_CHANNEL_PER_MINUTE": "1000000",
    "PROOF_SITE_PER_MINUTE": "1000000",
    "VISITOR_CHANNELS_PER_HOUR": "1000000",
    "VISITOR_CHANNELS_PER_ADDRESS": "1000000",
}
