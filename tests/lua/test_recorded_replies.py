"""The fake FreeSWITCH answers as a real one did."""

from __future__ import annotations

import json

import pytest

from tests.architecture.tree import ROOT
from tests.lua.runner import HERE, LUA, NO_LUA, replies, run

FIXTURES = ROOT / "tests" / "fixtures" / "freeswitch"
SESSID = "5e551d00-3e0d-4122-9692-f0ddc49bbf5e"
URL = "http://127.0.0.1:8000/fsapi"


@pytest.mark.skipif(LUA is None, reason=NO_LUA)
def test_the_fake_answers_as_the_recordings_say() -> None:
    said = run(HERE / "answer_like_fake.lua", str(FIXTURES / "ask.lua"), SESSID, URL)
    assert replies(said, SESSID, URL) == json.loads((FIXTURES / "replies.json").read_text())
