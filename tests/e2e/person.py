"""A person in front of a browser: finds controls by role and name, as people and screen readers do."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebSocketRoute, expect

from tests.e2e.senses import KEEP_CONNECTIONS, SECONDS, Senses
from tests.support.site import Site

AWAY = (
    "Failed to load resource",
    "WebSocket connection to",
    "net::ERR",
    "An unknown error occurred when fetching the script.",  # of the service worker
)
"""A server that is down, and answers with 4xx, are part of the tests; the browser reports both as errors."""

REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error(`The policy forbids ${violatedDirective} ${blockedURI} ${sample}`));
"""
"""Whatever the page's policy had to stop fails the test, like any other error."""

VERTO = "**/verto*"
"""The WebSocket of a page; where several processes may serve it, the address names the channel as well."""


class Person(Senses):
    """One browser context: its storage, its camera, its page."""

    def __init__(self, name: str, context: BrowserContext, site: Site, *, hears_late: bool = False) -> None:
        self.name = name
        self.context = context
        self.site = site
        self.errors: list[str] = []
        context.set_default_timeout(SECONDS * 1000)
        context.add_init_script(KEEP_CONNECTIONS)
        context.add_init_script(REPORT_VIOLATIONS)
        self._is_holding = False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        if hears_late:
            context.route_web_socket(VERTO, self._carry)
        self.page = self._new_page()

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in AWAY):
            self.errors.append(message.text)

    def _carry(self, page_side: WebSocketRoute) -> None:
        def from_server(text: str | bytes) -> None:
            if self._is_holding:
                self._held.append((page_side, text))
            else:
                page_side.send(text)

        page_side.connect_to_server().on_message(from_server)

    def holds_what_arrives(self) -> None:
        """Keep messages of the server back from the page (needs `hears_late`)."""
        self._is_holding = True

    def takes_what_arrived(self) -> None:
        """Let the page have what was kept back, and all that follows."""
        self._is_holding = False
        held, self._held = self._held, []
        for page_side, text in held:
            page_side.send(text)

    # --- what a person does ---------------------------------------------------------------------------------------

    def opens(self, channel: str) -> None:
        self.page.goto(f"{self.site.url}/peers/{channel}")

    def opens_another_window(self, channel: str) -> Person:
        """Open a further window of the same browser: same storage, same person's computer."""
        other = Person.__new__(Person)
        other.name, other.context, other.site, other.errors = self.name + " again", self.context, self.site, []
        other.page = other._new_page()
        other.opens(channel)
        return other

    def joins(self, *, as_name: str | None = None) -> Person:
        self.page.get_by_label("Your name").fill(as_name or self.name)
        self.clicks("Join")
        self.is_in_state("ready")
        return self

    def clicks(self, name: str) -> None:
        self.button(name).click()

    def chooses(self, name: str) -> None:
        """Open the menu *More* and press an entry."""
        self.clicks("More")
        self.page.get_by_role("menuitem", name=name, exact=True).click()

    def calls(self, other: Senses) -> None:
        self.clicks(f"Call {other.name}")

    def talks_with(self, other: Person) -> None:
        """Call, be accepted, and see each other."""
        self.calls(other)
        other.clicks("Accept")
        self.sees(other)
        other.sees(self)

    # --- what a person notices ------------------------------------------------------------------------------------

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def state(self) -> str:
        return self.page.locator("#channel").get_attribute("data-state") or ""

    def is_in_state(self, state: str, code: str | None = None, seconds: float = SECONDS) -> None:
        root = self.page.locator("#channel")
        expect(root, f"{self.name} is not {state}").to_have_attribute("data-state", state, timeout=seconds * 1000)
        if code is not None:
            expect(root).to_have_attribute("data-code", code)

    def client_id(self, other: Senses) -> str:
        """Return the other's client ID as this page shows it."""
        video = self.page.locator("video[data-peer]:not([data-kind])")
        expect(video, f"{self.name} has no picture of {other.name}").to_have_count(1)
        return video.get_attribute("data-peer") or ""

    def notices(self, other: Senses, seconds: float = SECONDS) -> None:
        """Have the other in the list."""
        expect(self.button(f"Call {other.name}"), f"{self.name} does not see {other.name} in the list").to_be_visible(
            timeout=seconds * 1000
        )

    def misses(self, other: Senses, seconds: float = SECONDS) -> None:
        """Not have the other in the list."""
        button = self.button(f"Call {other.name}")
        expect(button, f"{self.name} still sees {other.name}").to_have_count(0, timeout=seconds * 1000)

    def reads(self, text: str, seconds: float = SECONDS) -> None:
        """See this text somewhere on the page."""
        shown = self.page.get_by_text(text).locator("visible=true").first
        expect(shown, f"{self.name} does not read {text!r}").to_be_visible(timeout=seconds * 1000)

    def misses_picture_of(self, other: Senses) -> None:
        """Not have the other in the call any more."""
        tile = self.page.locator(".tile").filter(has_text=other.name)
        expect(tile, f"{self.name} still has {other.name} in the call").to_have_count(0)

    def transport(self) -> dict[str, Any]:
        """Return the statistics of the DTLS transport in use."""
        return dict(
            self.page.evaluate(
                """async () => {
                    const used = window.connections.find((one) => one.connectionState === 'connected');
                    return [...(await used.getStats()).values()].find((item) => item.type === 'transport');
                }"""
            )
        )

    def asks(self, function: str, argument: object = None) -> Any:
        return self.page.evaluate(function, argument)
