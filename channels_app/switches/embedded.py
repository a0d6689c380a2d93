"""The engine that ships with this project, in this process."""

from __future__ import annotations

from channels_app.switches.session_layer import SessionLayerSwitch


class EmbeddedSwitch(SessionLayerSwitch):
    """The session layer relays by itself."""
