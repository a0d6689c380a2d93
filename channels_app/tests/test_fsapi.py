"""What FreeSWITCH hears at /fsapi, and what others hear who say that they are FreeSWITCH."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.conf import settings as project_settings
from django.db import DatabaseError
from django.test import Client as Browser
from django.utils import timezone

from channels_app.fsapi import handlers as handlers_module
from channels_app.fsapi import views
from channels_app.fsapi.answers import loopback_password, not_found
from channels_app.fsapi.handlers import Handlers
from channels_app.switches import get_switch
from channels_app.testing import Cast, Person
from common.metrics import REGISTRY
from verto.core.codes import PuntReason

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
ADDRESS = "127.0.0.1:5000"
NOT_FOUND = (200, not_found())
BAD = (400, "no")


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Freeswitch:
    """FreeSWITCH on this machine."""

    def posts(
        self,
        body: str | dict[str, str] | list[tuple[str, str]],
        content_type: str = "application/x-www-form-urlencoded",
        method: str = "POST",
        **more_headers: str,
    ) -> Any:
        raw = body if isinstance(body, str) else urlencode(body)
        headers = {
            "Host": "127.0.0.1:8999",
            "User-Agent": "freeswitch-xml/1.0",
            "Accept": "*/*",
            "Authorization": basic("freeswitch", project_settings.FSAPI_SECRET),
        }
        return Browser().generic(method, "/fsapi", raw, content_type=content_type, headers=headers | more_headers)

    def looks_up(self, user: str, **fields: str) -> Any:
        return self.posts({**LOOKUP, "user": user, **fields})

    def reports_login(self, login: str, sessid: str, address: str = ADDRESS, **fields: str) -> Any:
        return self.posts({"action": "verto-login", "login": login, "sessid": sessid, "address": address, **fields})

    def reports_the_login_of(self, person: Person, address: str = ADDRESS) -> Any:
        return self.reports_login(person.client_id, str(person.client.sessid), address)

    def reports_disconnect(self, login: str, address: str = ADDRESS, **fields: str) -> Any:
        return self.posts({"action": "verto-disconnect", "login": login, "address": address, **fields})


freeswitch = Freeswitch()


@pytest.fixture(autouse=True)
def fresh_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Handlers that remember nothing of other tests, and whose clock stands still."""
    monkeypatch.setattr(views, "handlers", Handlers())
    yield


def _heard(response: Any) -> tuple[int, str]:
    return response.status_code, response.content.decode()


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
    expires = next(tree.iter("variable"))
    assert expires.get("name") == "login-expires"
    assert 58 <= int(expires.get("value") or 0) - time.time() <= 60
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


@pytest.mark.parametrize("left", [1.5, 30, 3600])
def test_a_lease_ends_with_the_client(shared_cast: Cast, left: float) -> None:
    now = timezone.now()
    ends = now + timedelta(seconds=left)
    shared_cast.alice.is_changed(created=now - timedelta(days=15), expires=ends)
    response = freeswitch.looks_up(shared_cast.alice.client_id)
    if left < 2:
        # mod_verto would make five minutes of a lease that has ended.
        assert _heard(response) == NOT_FOUND
    else:
        (expires,) = ElementTree.fromstring(response.content).iter("variable")
        assert int(expires.get("value") or 0) <= min(ends.timestamp(), time.time() + 60)


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
def test_any_other_lookup_finds_nothing(change: dict[str, str]) -> None:
    assert _heard(freeswitch.looks_up(NOBODY, **change)) == NOT_FOUND


def test_those_who_may_not_come_in_are_not_found(shared_cast: Cast) -> None:
    now = timezone.now()
    shared_cast.alice.is_changed(created=now - timedelta(days=15), expires=now - timedelta(seconds=1))
    shared_cast.bob.is_changed(ended=now, end_reason=PuntReason.REMOVED)
    for person in (shared_cast.alice, shared_cast.bob):
        assert _heard(freeswitch.looks_up(person.client_id)) == NOT_FOUND
        assert _heard(freeswitch.reports_the_login_of(person)) == (200, "no")
    assert _heard(freeswitch.looks_up(NOBODY)) == NOT_FOUND
    assert _heard(freeswitch.reports_login(NOBODY, NOBODY)) == (200, "no")


def test_a_login_with_the_issued_sessid_is_granted_its_channel(shared_cast: Cast) -> None:
    response = freeswitch.reports_the_login_of(shared_cast.alice)
    assert _heard(response) == (200, f"ok {shared_cast.channel.pk}")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert shared_cast.alice.client.logged_in is not None


def test_the_sessid_of_another_is_granted_nothing(shared_cast: Cast) -> None:
    alice, bob = shared_cast.alice, shared_cast.bob
    assert _heard(freeswitch.reports_login(alice.client_id, str(bob.client.sessid))) == (200, "no")
    assert alice.client.logged_in is None


def test_a_disconnect_is_recorded(shared_cast: Cast) -> None:
    freeswitch.reports_the_login_of(shared_cast.alice)
    assert _heard(freeswitch.reports_disconnect(shared_cast.alice.client_id)) == (200, "ok")
    assert shared_cast.alice.client.left is not None


def test_a_late_disconnect_does_not_mark_the_newer_socket_as_gone(shared_cast: Cast) -> None:
    alice = shared_cast.alice
    freeswitch.reports_the_login_of(alice, "127.0.0.1:5000")
    freeswitch.reports_the_login_of(alice, "127.0.0.1:5001")
    assert _heard(freeswitch.reports_disconnect(alice.client_id, "127.0.0.1:5000")) == (200, "ok")
    assert alice.client.left is None
    freeswitch.reports_disconnect(alice.client_id, "127.0.0.1:5001")
    assert alice.client.left is not None


def test_what_is_told_twice_is_recorded_once(shared_cast: Cast) -> None:
    alice = shared_cast.alice
    freeswitch.reports_the_login_of(alice)
    alice.is_changed(logged_in=None)
    freeswitch.reports_the_login_of(alice)
    assert alice.client.logged_in is None
    freeswitch.reports_disconnect(alice.client_id)
    alice.is_changed(left=None)
    freeswitch.reports_disconnect(alice.client_id)
    assert alice.client.left is None


def test_behind_the_guard_the_session_layer_alone_keeps_the_history(
    shared_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = shared_cast.alice
    monkeypatch.setattr(get_switch(), "has_session", lambda client_id: client_id == alice.client_id)
    assert _heard(freeswitch.reports_the_login_of(alice)) == (200, f"ok {shared_cast.channel.pk}")
    freeswitch.reports_disconnect(alice.client_id)
    assert (alice.client.logged_in, alice.client.left) == (None, None)


def test_a_client_that_comes_back_over_the_guard_has_not_gone(
    shared_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = shared_cast.alice
    freeswitch.reports_the_login_of(alice, "127.0.0.1:5000")
    monkeypatch.setattr(get_switch(), "has_session", lambda client_id: True)
    freeswitch.reports_the_login_of(alice, "127.0.0.1:5001")
    freeswitch.reports_disconnect(alice.client_id, "127.0.0.1:5000")
    assert alice.client.left is None


def test_a_database_that_does_not_answer_grants_nothing(shared_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(handlers_module, "look_up", fails)
    assert _heard(freeswitch.looks_up(NOBODY)) == NOT_FOUND
    assert _heard(freeswitch.reports_login(NOBODY, NOBODY)) == (503, "no")


# --- The credentials. From here on no test may touch the database: pytest-django fails whatever tries. ---------------


def _counted(request: str, answer: str) -> float:
    labels = {"request": request, "answer": answer}
    return REGISTRY.get_sample_value("peers_fsapi_answers_total", labels) or 0.0


@pytest.mark.parametrize("scheme", ["basic", "BASIC"])
def test_the_scheme_may_be_written_in_any_case(scheme: str) -> None:
    header = basic("freeswitch", project_settings.FSAPI_SECRET).replace("Basic", scheme)
    assert _heard(freeswitch.looks_up("x")) == _heard(freeswitch.posts({**LOOKUP, "user": "x"}, Authorization=header))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !",
        "Basic \u00e9",
        basic("freeswitch", ""),
        basic("freeswitch", "s" * 64),
        basic("", "x"),
        "wrong",
    ],
)
def test_who_does_not_know_the_secret_hears_401(header: str, method: str) -> None:
    before = _counted("unknown", "unauthorized")
    response = freeswitch.posts({**LOOKUP, "user": NOBODY}, method=method, Authorization=header)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Basic realm="fsapi"'
    assert _counted("unknown", "unauthorized") == before + 1


@pytest.mark.parametrize("scheme", ["Bearer", "Digest", ""])
def test_the_secret_in_another_scheme_is_worth_nothing(scheme: str) -> None:
    header = basic("freeswitch", project_settings.FSAPI_SECRET).replace("Basic", scheme)
    assert freeswitch.posts({**LOOKUP, "user": NOBODY}, Authorization=header).status_code == 401
    other = basic("Freeswitch", project_settings.FSAPI_SECRET)
    assert freeswitch.posts({**LOOKUP, "user": NOBODY}, Authorization=other).status_code == 401


def test_the_secret_before_is_good_until_freeswitch_has_the_new_one(transactional_db: None, settings: Any) -> None:
    header = basic("freeswitch", settings.FSAPI_SECRET)
    settings.FSAPI_SECRET, settings.FSAPI_SECRETS_BEFORE = "n" * 40, [settings.FSAPI_SECRET]
    for one, status in ((header, 200), (basic("freeswitch", "n" * 40), 200), (basic("freeswitch", "o" * 40), 401)):
        assert freeswitch.posts({**LOOKUP, "user": NOBODY}, Authorization=one).status_code == status


def test_without_a_secret_nobody_is_answered(settings: Any) -> None:
    settings.FSAPI_SECRET = ""
    for header in ("", basic("freeswitch", ""), "Basic"):
        assert freeswitch.posts({**LOOKUP, "user": NOBODY}, Authorization=header).status_code == 401


def test_the_secret_is_not_enough_from_afar() -> None:
    response = freeswitch.posts({**LOOKUP, "user": NOBODY}, **{"X-Forwarded-For": "192.0.2.1"})
    assert response.status_code == 404


# --- The forms -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LOOKUP))
def test_a_repeated_or_missing_name_is_refused_before_the_database(name: str) -> None:
    good = {**LOOKUP, "user": NOBODY}
    repeated = [*good.items(), (name, "x")]
    missing = [(known, value) for known, value in good.items() if known != name]
    for body in (repeated, list(reversed(repeated)), missing):
        assert _heard(freeswitch.posts(body)) in (NOT_FOUND, BAD)


@pytest.mark.parametrize(
    "name", ["sp c", "x&user", "arr", "_body", "USER", "user_supplied_pass", "sessid", "event-name", ""]
)
def test_an_unknown_name_is_refused_before_the_database(name: str) -> None:
    assert _heard(freeswitch.posts({**LOOKUP, "user": NOBODY, name: "x"})) == NOT_FOUND
    disconnect = {"action": "verto-disconnect", "login": NOBODY, "address": ADDRESS}
    assert _heard(freeswitch.posts({**disconnect, name: "x"})) == BAD
    assert _heard(freeswitch.posts({**disconnect, "action": "verto-login", "sessid": NOBODY, f"{name}x": "x"})) == BAD


@pytest.mark.parametrize(
    "user",
    [
        "",
        "nobody",
        NOBODY.upper().replace("0", "A"),
        f" {NOBODY}",
        f"{NOBODY}\n",
        f"{NOBODY}@evil",
        f"{NOBODY}@pbx",
        NOBODY.replace("-", ""),
        '"><x',
        '<!--#exec "x"-->',
    ],
)
def test_what_is_not_an_id_is_refused_before_the_database(user: str) -> None:
    assert _heard(freeswitch.looks_up(user)) == NOT_FOUND
    assert _heard(freeswitch.reports_login(user, NOBODY)) == BAD
    assert _heard(freeswitch.reports_login(NOBODY, user)) == BAD
    assert _heard(freeswitch.reports_disconnect(user)) == BAD


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1",
        ":5000",
        "127.0.0.1:0",
        "127.0.0.1:x",
        "localhost:5000",
        "1:2:3",
        "127.0.0.1:5000\n",
        "999.0.0.1:1",
    ],
)
def test_what_is_not_an_address_is_refused_before_the_database(address: str) -> None:
    assert _heard(freeswitch.reports_login(NOBODY, NOBODY, address)) == BAD
    assert _heard(freeswitch.reports_disconnect(NOBODY, address)) == BAD


@pytest.mark.parametrize("action", ["", "verto-logout", "verto-login-luarun", "verto-login", "__class__"])
def test_an_unknown_action_is_refused(action: str) -> None:
    assert _heard(freeswitch.posts({"action": action, "login": NOBODY})) == BAD


@pytest.mark.parametrize("body", ["&", "a", "a=%ff", "section=directory&&user=x", "é=1", "action=" + "x" * 257])
def test_what_is_not_a_small_form_is_refused(body: str) -> None:
    assert _heard(freeswitch.posts(body)) == BAD
    assert _heard(freeswitch.posts(f"hostname={body}")) == NOT_FOUND


def test_a_large_body_is_not_even_read() -> None:
    assert _heard(freeswitch.posts({**LOOKUP, "user": "x" * 4096})) == (413, "no")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_another_content_type_is_refused(content_type: str) -> None:
    assert _heard(freeswitch.posts("action=verto-login", content_type)) == (415, "no")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_posts_are_answered(method: str) -> None:
    response = freeswitch.posts("", method=method)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
