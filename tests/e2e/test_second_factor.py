"""Staff sign in with a second factor in a real browser: with an app's codes, and with a passkey."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.site import Site

SECONDS = 20_000


def code_of(secret: str) -> str:
    """Return what an app shows now (RFC 6238, with nothing of ours in it), once there is time enough to type it."""
    while time.time() % 30 > 25:
        time.sleep(0.1)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Operator:
    """Someone with an account, at the admin's pages; what the policy forbids shows in the console."""

    def __init__(self, context: BrowserContext, site: Site, name: str, password: str) -> None:
        # Passkeys belong to names: a browser gives none to a bare address.
        self.url = site.url.replace("127.0.0.1", "localhost")
        self.name, self.password = name, password
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SECONDS)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))

    def gives_name_and_password(self) -> None:
        self.page.goto(f"{self.url}/admin/")
        self.page.get_by_label("Username").fill(self.name)
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_role("button", name="Log in").click()

    def goes_to(self, link: str) -> None:
        """Open a page below /admin/two-factor/, and say the password again where it is asked for."""
        self.page.goto(f"{self.url}/admin/two-factor/{link}")
        again = self.page.get_by_role("heading", name="Confirm Access")
        if again.is_visible():
            self.page.locator("input[type=password]").fill(self.password)
            self.page.get_by_role("button", name="Confirm").click()

    def sets_up_an_app(self) -> str:
        self.goes_to("app/add/")
        secret = self.page.locator("#authenticator_secret").input_value()
        self.page.locator("input[name=code]").fill(code_of(secret))
        self.page.get_by_role("button", name="Activate").click()
        expect(self.page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
        return secret

    def sets_up_a_passkey(self) -> None:
        self.goes_to("keys/add/")
        self.page.get_by_role("button", name="Add").click()
        expect(self.page.get_by_role("heading", name="Recovery Codes")).to_be_visible()

    def signs_out(self) -> None:
        self.page.goto(f"{self.url}/admin/")
        self.page.get_by_role("button", name="Log out").click()
        self.page.goto(f"{self.url}/admin/")
        expect(self.page.get_by_role("button", name="Log in")).to_be_visible()

    def has_a_virtual_key(self) -> None:
        """Plug in Chromium's own virtual authenticator, whose owner touches it at once."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )

    def is_inside(self) -> None:
        expect(self.page.get_by_role("heading", name="Channels, clients and staff")).to_be_visible()


@pytest.fixture(scope="module")
def staffed() -> Iterator[tuple[Site, str]]:
    """A site that is opened by a name, and its admin's password."""
    site = Site()
    site.set(ORIGINS=f"{site.url} {site.url.replace('127.0.0.1', 'localhost')}")
    said = re.search(r"Password: (\S+)", site.manage("bootstrap"))
    assert said
    with site:
        yield site, said[1]


@pytest.fixture
def operator(staffed: tuple[Site, str], browser: Browser) -> Iterator[Operator]:
    site, password = staffed
    context = browser.new_context()
    operator = Operator(context, site, "admin", password)
    yield operator
    context.close()
    site.manage("reset_second_factor", "admin")
    assert operator.errors == []


def test_with_an_app(operator: Operator) -> None:
    operator.gives_name_and_password()
    operator.is_inside()
    secret = operator.sets_up_an_app()
    operator.signs_out()
    used = code_of(secret)
    operator.gives_name_and_password()
    expect(operator.page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    operator.page.locator("input[name=code]").fill("000000" if used != "000000" else "000001")
    operator.page.get_by_role("button", name="Sign In").click()
    expect(operator.page.get_by_text("Incorrect code.")).to_be_visible()
    operator.page.locator("input[name=code]").fill(code_of(secret))
    operator.page.get_by_role("button", name="Sign In").click()
    operator.is_inside()


def test_with_a_passkey(operator: Operator) -> None:
    operator.has_a_virtual_key()
    operator.gives_name_and_password()
    operator.sets_up_a_passkey()
    operator.signs_out()
    operator.gives_name_and_password()
    operator.page.get_by_role("button", name="Use a security key").click()
    operator.is_inside()
    operator.goes_to("keys/")
    expect(operator.page.get_by_text("Key 1")).to_be_visible()


def test_a_passkey_is_asked_for(operator: Operator, staffed: tuple[Site, str], browser: Browser) -> None:
    """Who has the password and another key, or none, stays outside."""
    operator.has_a_virtual_key()
    operator.gives_name_and_password()
    operator.sets_up_a_passkey()
    context = browser.new_context()
    thief = Operator(context, staffed[0], "admin", staffed[1])
    thief.gives_name_and_password()
    expect(thief.page.get_by_role("button", name="Use a security key")).to_be_visible()
    thief.page.goto(f"{thief.url}/admin/channels_app/channel/")
    expect(thief.page.get_by_role("button", name="Log in")).to_be_visible()
    context.close()
