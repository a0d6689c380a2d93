"""What FreeSWITCH hears for every body it was ever seen to send, those with a stranger's additions among them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from channels_app.fsapi import views
from channels_app.fsapi.handlers import Handlers
from channels_app.testing import Cast
from channels_app.tests.test_fsapi import NOT_FOUND, _heard, freeswitch

RECORDED = json.loads((Path(__file__).parents[2] / "tests/fixtures/mod_verto/fsapi_requests.json").read_text())


def _fill(text: str, cast: Cast) -> str:
    alice = cast.alice
    known = {"{CLIENT}": alice.client_id, "{SESSID}": str(alice.client.sessid), "{PORT}": "5000"}
    for placeholder, value in known.items():
        text = text.replace(placeholder, value)
    return text


def test_every_recorded_body_is_answered_as_it_deserves(
    shared_cast: Cast, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, recorded in enumerate(RECORDED):
        with subtests.test(recorded["name"], number=number):
            monkeypatch.setattr(views, "handlers", Handlers())
            fields = [(name, _fill(value, shared_cast)) for name, value in recorded["fields"]]
            raw = _fill(recorded["raw"], shared_cast) if "raw" in recorded else urlencode(fields)
            response = freeswitch.posts(raw)
            assert _answer(response) == _expected(fields, shared_cast)
            assert b"exec" not in response.content and b"$$" not in response.content


def _answer(response: Any) -> str:
    if b"<user " in response.content:
        return "found"
    return "not found" if _heard(response) == NOT_FOUND else response.content.decode()


def _expected(fields: list[tuple[str, str]], cast: Cast) -> str:
    """Say what a body deserves, without the help of the parser under test."""
    form, alice = dict(fields), cast.alice
    genuine = len(form) == len(fields)
    if fields[0][0] == "hostname":
        brought_in_by_a_stranger = {"a", "x", "arr", "ip", "user_supplied_pass"} & form.keys()
        # A form too large for a genuine one is not even looked at.
        if len(urlencode(fields)) > 4096:
            return "no"
        may_be_found = genuine and not brought_in_by_a_stranger and form.get("user") == alice.client_id
        return "found" if may_be_found else "not found"
    hook = {
        "action": "verto-login",
        "login": alice.client_id,
        "sessid": str(alice.client.sessid),
        "address": "127.0.0.1:5000",
    }
    return f"ok {cast.channel.pk}" if genuine and form == hook else "no"


def test_the_recordings_hold_both_kinds_of_lookup_and_a_hook_as_ours_posts_it(shared_cast: Cast) -> None:
    kinds = {one["kind"] for one in RECORDED}
    assert {"xml_curl directory, no enable-post-var", "xml_curl directory with enable-post-var"} <= kinds
    deserved = {_expected([(n, _fill(v, shared_cast)) for n, v in one["fields"]], shared_cast) for one in RECORDED}
    assert deserved == {"found", "not found", "no", f"ok {shared_cast.channel.pk}"}


SHIPPED = json.loads((Path(__file__).parents[2] / "tests/fixtures/freeswitch/posts.json").read_text())
"""What the shipped configuration and scripts were seen to post."""

SHIPPED_ANSWERS = {
    "login": ["found", "ok {CHANNEL}"],
    "disconnect": ["ok"],
    "login by echo": ["found"],
    "no sessid": ["found"],
    "odd sessid": ["found"],
    "wrong password": ["found"],
    "loginParams": ["found"],
    "odd login": ["not found"],
    "login with a domain": ["found"],
    "renewed lease": ["found"],
}


def test_what_the_shipped_scripts_post_is_answered(shared_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, list[str]] = {}
    for post in SHIPPED:
        monkeypatch.setattr(views, "handlers", Handlers())
        assert post["headers"]["Authorization"] == "Basic {SECRET}"
        raw = _fill(post["body"], shared_cast).replace("{HOST}", "vm")
        answer = _answer(freeswitch.posts(raw, content_type=post["headers"]["Content-Type"]))
        heard.setdefault(post["case"], []).append(answer.replace(str(shared_cast.channel.pk), "{CHANNEL}"))
    assert heard == SHIPPED_ANSWERS
