"""Looking at a page: opened as somebody in a language, with all that it asks and complains of."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Response
from playwright.async_api import Page as Tab
from shared.pages.sign_in import SESSION

from tests.browser.chromium import AXE, JAVASCRIPT
from tests.browser.pages import LANGUAGES, Page
from tests.browser.site import Site

# Pictures are taken for who will look at them: they cost a fifth of the time.
TAKES_PICTURES = bool(os.environ.get("SCREENSHOTS"))
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
# Where a tab is between two pages. To go from about:blank to a page costs a process.
NO_PAGE = "/livez"
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
# WCAG 2.2 AA, and what is good practice of landmarks and headings.
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
AXE_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]},
               "resultTypes": ["violations"]}  # fmt: skip
AXE_WITHOUT_COLOURS = {
    **AXE_OPTIONS, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}
}  # fmt: skip
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

    @property
    def is_first(self) -> bool:
        """Whether this is the first language. Others have the same colours and movements."""
        return self.language == LANGUAGES[0]

    async def axe_finds(self, scheme: str = "light", *, colours: bool = True) -> list[str]:
        """Return what axe finds, best nothing. Evaluated from outside, so the policy stands.

        A dark page is the light one in other colours: only those are looked at.
        """
        light = AXE_OPTIONS if colours else AXE_WITHOUT_COLOURS
        options = light if scheme == "light" else AXE_COLOURS
        if not await self.tab.evaluate("'axe' in window"):
            await self.tab.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = await self.tab.evaluate(AXE_FINDS, options)
        return found

    async def photograph(self, suffix: str, *, full_page: bool = True) -> None:
        """Keep a picture of the whole page for people to look at, where they asked for it."""
        if not TAKES_PICTURES:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{self.page}-{self.language}-{suffix}.png"
        await self.tab.screenshot(path=file, full_page=full_page, animations="disabled")


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
        await be(context, site, who)
    await context.add_init_script(path=JAVASCRIPT / "looking.js")
    try:
        yield context
    finally:
        await context.close()


async def be(context: BrowserContext, site: Site, who: str) -> None:
    """Be signed in as somebody."""
    await context.add_cookies([{
        "name": SESSION, "value": site.token(who), "url": site.address, "httpOnly": True,
        "sameSite": "Lax",
    }])  # fmt: skip


@asynccontextmanager
async def looking_at(
    browser: Browser, site: Site, page: Page, language: str
) -> AsyncIterator[Seen]:
    """Open a page as whoever it is for, in a browser of one's own."""
    async with (
        visiting(browser, site, None, language) as context,
        opened(await context.new_page(), site, page, language) as seen,
    ):
        yield seen


@asynccontextmanager
async def tabs(browser: Browser, site: Site) -> AsyncIterator[dict[str, Tab]]:
    """Have a tab for each language, for one page after another: a new one costs a process."""
    async with AsyncExitStack() as stack:
        found = {}
        for language in LANGUAGES:
            context = await stack.enter_async_context(visiting(browser, site, None, language))
            found[language] = await context.new_page()
        yield found


@asynccontextmanager
async def opened(tab: Tab, site: Site, page: Page, language: str) -> AsyncIterator[Seen]:
    """Open a page in a tab as whoever it is for; leave nothing behind."""
    async with watching(tab, page, language) as seen:
        if page.who:
            await be(tab.context, site, page.who)
        await tab.goto(site.address_of(page.service, page.path) + page.query)
        if page.act:
            await page.act(tab)
        yield seen


@asynccontextmanager
async def watching(tab: Tab, page: Page, language: str) -> AsyncIterator[Seen]:
    """Note what a tab asks for and what is complained of; then let the tab forget all."""
    seen = Seen(page, language, tab)
    noted: list[tuple[Any, str, Callable[[Any], None]]] = [
        (tab.context, "request", lambda request: seen.asked.append(request.url)),
        (tab, "response", seen.answered),
        (tab, "console", seen.said),
        (tab, "pageerror", lambda error: seen.complaints.append(str(error))),
    ]
    for where, event, note in noted:
        where.on(event, note)
    try:
        yield seen
    finally:
        for where, event, note in noted:
            where.remove_listener(event, note)
        await tab.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        await tab.goto(NO_PAGE)
        await tab.context.clear_cookies()
