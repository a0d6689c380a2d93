"""What FreeSWITCH hears, for every body it was ever seen to send and for those it would never send."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client as Browser
from django.utils import timezone

from channels_app.directory import look_up
from channels_app.fsapi.answers import found, loopback_password, not_found
from channels_app.fsapi.forms import BadForm, parse
from channels_app.testing import Cast
from verto.core.codes import PuntReason

RECORDED = json.loads((Path(__file__).parents[2] / "tests/fixtures/mod_verto/fsapi_requests.json").read_text())
LOOKUP = {
    "hostname": "vm",
    "section": "directory",
    "tag_name": "domain",
    "key_name": "name",
    "key_value": "pbx",
    "action": "jsonrpc-authenticate",
    "key": "id",
    "user": "",
    "domain": "pbx",
}
NOBODY = "00000000-0000-4000-8000-000000000000"


class Freeswitch:
    """FreeSWITCH on this machine."""

    def posts(
        self,
        body: str | dict[str, str] | list[tuple[str, str]],
        content_type: str = "application/x-www-form-urlencoded",
    ) -> Any:
        raw = body if isinstance(body, str) else urlencode(body)
        headers = {"Host": "127.0.0.1:8999", "User-Agent": "freeswitch-xml/1.0", "Accept": "*/*"}
        return Browser().post("/fsapi", raw, content_type=content_type, headers=headers)

    def looks_up(self, user: str, **fields: str) -> Any:
        return self.posts({**LOOKUP, "user": user, **fields})

    def reports_login(self, login: str, sessid: str, **fields: str) -> Any:
        return self.posts({"action": "verto-login", "login": login, "sessid": sessid, **fields})


freeswitch = Freeswitch()


def _params(response: Any) -> dict[str | None, str | None]:
    return {param.get("name"): param.get("value") for param in ElementTree.fromstring(response.content).iter("param")}


def test_a_client_is_found_with_next_to_no_rights(shared_cast: Cast, settings: Any) -> None:
    alice = shared_cast.alice
    response = freeswitch.looks_up(alice.client_id)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert b"<?" not in response.content
    tree = ElementTree.fromstring(response.content)
    assert [user.get("id") for user in tree.iter("user")] == [alice.client_id]
    assert _params(response) == {
        "password": loopback_password(alice.client_id, str(alice.client.sessid)),
        "jsonrpc-allowed-methods": "echo",
    }


def test_the_loopback_password_is_neither_the_visitors_nor_anyone_elses(shared_cast: Cast) -> None:
    alice, bob = shared_cast.alice, shared_cast.bob
    assert alice.credentials is not None
    passwords = {_params(freeswitch.looks_up(person.client_id))["password"] for person in (alice, bob)}
    assert len(passwords) == 2
    assert alice.credentials.password not in passwords


@pytest.mark.parametrize(
    "change",
    [
        {"section": "dialplan"},
        {"section": "configuration"},
        {"action": "sip_auth"},
        {"key": "name"},
        {"domain": "other"},
        {"tag_name": "x"},
    ],
)
def test_any_other_lookup_finds_nothing(shared_cast: Cast, change: dict[str, str]) -> None:
    response = freeswitch.looks_up(shared_cast.alice.client_id, **change)
    assert (response.status_code, response.content.decode()) == (200, not_found())


def test_those_who_may_not_come_in_are_not_found(shared_cast: Cast) -> None:
    now = timezone.now()
    shared_cast.alice.is_changed(created=now - timedelta(days=15), expires=now - timedelta(seconds=1))
    shared_cast.bob.is_changed(ended=now, end_reason=PuntReason.REMOVED)
    for client_id in (shared_cast.alice.client_id, shared_cast.bob.client_id, NOBODY):
        assert freeswitch.looks_up(client_id).content.decode() == not_found()
        assert freeswitch.reports_login(client_id, NOBODY).content == b"no"


def test_a_login_with_the_issued_sessid_is_granted_its_channel(shared_cast: Cast) -> None:
    alice = shared_cast.alice
    response = freeswitch.reports_login(
        alice.client_id, str(alice.client.sessid), address="127.0.0.1:5000", success="1"
    )
    assert (response.status_code, response.content.decode()) == (200, f"ok {shared_cast.channel.pk}")
    assert alice.client.logged_in is not None


@pytest.mark.parametrize("wrong", ["bobs sessid", "failed login"])
def test_any_other_login_is_granted_nothing(shared_cast: Cast, wrong: str) -> None:
    alice, bob = shared_cast.alice, shared_cast.bob
    sessid = str((bob if wrong == "bobs sessid" else alice).client.sessid)
    response = freeswitch.reports_login(alice.client_id, sessid, success="0" if wrong == "failed login" else "1")
    assert response.content == b"no"
    assert alice.client.logged_in is None


def test_a_disconnect_is_recorded(shared_cast: Cast) -> None:
    alice = shared_cast.alice
    response = freeswitch.posts(
        {"action": "verto-disconnect", "login": f"{alice.client_id}@pbx", "address": "127.0.0.1:5000"}
    )
    assert response.content == b"ok"
    assert alice.client.left is not None


# Below, no test may touch the database: pytest-django fails whatever tries.


@pytest.mark.parametrize("name", sorted(LOOKUP))
def test_a_repeated_name_is_refused_before_the_database(name: str) -> None:
    body = [*LOOKUP.items(), (name, "x")]
    assert freeswitch.posts(body).status_code == 400
    assert freeswitch.posts(list(reversed(body))).status_code == 400


@pytest.mark.parametrize(
    "name", ["sp c", "x&user", "arr", "_body", "USER", "user_supplied_pass", "sessid", "event-name", ""]
)
def test_an_unknown_name_is_refused_before_the_database(name: str) -> None:
    assert freeswitch.posts({**LOOKUP, "user": NOBODY, name: "x"}).status_code == 400


@pytest.mark.parametrize(
    "user",
    [
        "",
        "nobody",
        NOBODY.upper().replace("0", "A"),
        f" {NOBODY}",
        f"{NOBODY}\n",
        f"{NOBODY}@evil",
        '"><x',
        '<!--#exec "x"-->',
    ],
)
def test_what_is_not_an_id_is_refused_before_the_database(user: str) -> None:
    assert freeswitch.looks_up(user).status_code == 400
    assert freeswitch.reports_login(user, NOBODY).status_code == 400
    assert freeswitch.reports_login(NOBODY, user).status_code == 400
    assert freeswitch.posts({"action": "verto-disconnect", "login": user}).status_code == 400


@pytest.mark.parametrize("action", ["", "verto-logout", "verto-login-luarun", "__class__"])
def test_an_unknown_action_is_refused(action: str) -> None:
    assert freeswitch.posts({"action": action, "login": NOBODY}).status_code == 400


@pytest.mark.parametrize("body", ["", "&", "a", "a=%ff", "section=directory&&user=x", "é=1", "action=" + "x" * 16_384])
def test_what_is_not_a_small_form_is_refused(body: str) -> None:
    assert freeswitch.posts(body).status_code == 400


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_another_content_type_is_refused(content_type: str) -> None:
    assert freeswitch.posts("action=verto-login", content_type).status_code == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_posts_are_answered(method: str) -> None:
    assert Browser().generic(method, "/fsapi", headers={"Host": "127.0.0.1"}).status_code == 405


def _fill(text: str, cast: Cast) -> str:
    alice = cast.alice
    known = {"{CLIENT}": alice.client_id, "{SESSID}": str(alice.client.sessid), "{PORT}": "5000"}
    for placeholder, value in known.items():
        text = text.replace(placeholder, value)
    return text


def test_every_recorded_body_is_answered_as_it_deserves(shared_cast: Cast, subtests: pytest.Subtests) -> None:
    for number, recorded in enumerate(RECORDED):
        with subtests.test(recorded["name"], number=number):
            fields = [(name, _fill(value, shared_cast)) for name, value in recorded["fields"]]
            raw = _fill(recorded["raw"], shared_cast) if "raw" in recorded else urlencode(fields)
            response = freeswitch.posts(raw)
            assert (response.status_code, response.content.decode()) == _expected(fields, shared_cast)
            assert b"exec" not in response.content and b"$$" not in response.content


BAD = (400, "bad request")


def _expected(fields: list[tuple[str, str]], cast: Cast) -> tuple[int, str]:
    """Say what a body deserves, without the help of the parser under test."""
    form, alice = dict(fields), cast.alice
    brought_in_by_a_stranger = {"a", "x", "arr", "ip", "user_supplied_pass"}
    if len(form) != len(fields) or brought_in_by_a_stranger & form.keys():
        return BAD
    if form.get("section") == "configuration":
        return 200, not_found()
    if "section" in form:
        return (200, found(look_up([alice.client_id])[alice.client_id])) if form["user"] == alice.client_id else BAD
    if (form["action"], form["login"], form.get("sessid")) != (
        "verto-login",
        alice.client_id,
        str(alice.client.sessid),
    ):
        return BAD
    return 200, f"ok {cast.channel.pk}"


def test_the_recordings_hold_both_kinds_of_lookup() -> None:
    kinds = {one["kind"] for one in RECORDED}
    assert {"xml_curl directory, no enable-post-var", "xml_curl directory with enable-post-var"} <= kinds


def test_more_fields_than_freeswitch_sends_are_refused() -> None:
    with pytest.raises(BadForm):
        parse("&".join(f"f{number}=1" for number in range(41)).encode())
