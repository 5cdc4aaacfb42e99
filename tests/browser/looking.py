"""Looking at a page: opened as somebody in a language, with all that it asks and complains of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Response
from playwright.async_api import Page as Tab
from shared.pages.sign_in import SESSION

from tests.browser.chromium import AXE, JAVASCRIPT
from tests.browser.pages import Page
from tests.browser.site import Site

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
# WCAG 2.2 AA, and what is good practice of landmarks and headings.
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
AXE_FINDS = """async options => (await axe.run(document, options)).violations.map(
  ({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map(
    one => one.html.slice(0, 200) + ' ' + one.failureSummary).join(' | '))"""


@dataclass
class Seen:
    """A page in a tab of its own; what it asked for, and what the browser complained of."""

    page: Page
    language: str
    tab: Tab
    documents: list[Response] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def answered(self, response: Response) -> None:
        """Note the answers that are pages."""
        if response.request.is_navigation_request():
            self.documents.append(response)

    def said(self, message: ConsoleMessage) -> None:
        """Note what the browser complains of, but for a page that says what is wrong by design."""
        of_a_page = message.location["url"] in {answer.url for answer in self.documents}
        if not (of_a_page and message.text.startswith("Failed to load resource")):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    async def ask(self, what: str) -> Any:
        """Return what a function of `looking.js` says of the page."""
        return await self.tab.evaluate(f"looking.{what}()")

    async def axe_finds(self) -> list[str]:
        """Return what axe finds, best nothing. Evaluated from outside, so the policy stands."""
        if not await self.tab.evaluate("'axe' in window"):
            await self.tab.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = await self.tab.evaluate(AXE_FINDS, AXE_OPTIONS)
        return found

    async def photograph(self, suffix: str) -> None:
        """Keep a picture of the whole page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{self.page}-{self.language}-{suffix}.png"
        await self.tab.screenshot(path=file, full_page=True, animations="disabled")


@asynccontextmanager
async def visiting(
    browser: Browser, site: Site, who: str | None = None, language: str = "nl"
) -> AsyncIterator[BrowserContext]:
    """Be in a browser of one's own: signed in as somebody already, or as nobody."""
    context = await browser.new_context(
        base_url=site.address, locale=LOCALES[language], timezone_id="Europe/Amsterdam",
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip
    if who:
        await context.add_cookies([{
            "name": SESSION, "value": site.token(who), "url": site.address, "httpOnly": True,
            "sameSite": "Lax",
        }])  # fmt: skip
    await context.add_init_script(path=JAVASCRIPT / "looking.js")
    try:
        yield context
    finally:
        await context.close()


@asynccontextmanager
async def looking_at(
    browser: Browser, site: Site, page: Page, language: str
) -> AsyncIterator[Seen]:
    """Open a page as whoever it is for."""
    async with visiting(browser, site, page.who, language) as context:
        seen = Seen(page, language, await context.new_page())
        tab = seen.tab
        context.on("request", lambda request: seen.asked.append(request.url))
        tab.on("response", seen.answered)
        tab.on("console", seen.said)
        tab.on("pageerror", lambda error: seen.complaints.append(str(error)))
        await tab.goto(site.address_of(page.service, page.path) + page.query)
        if page.act:
            await page.act(tab)
        yield seen
