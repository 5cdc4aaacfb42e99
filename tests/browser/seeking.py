"""Seeking help in a browser of one's own, and what is done on the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.chats import EXIT, Chats
from tests.browser.listener import Listener
from tests.browser.looking import visiting
from tests.browser.site import Site
from tests.waiting import eventually

HELP, PLAIN = "/contacts/help", "/contacts/help/plain"
HARMLESS = "<!DOCTYPE html><title>The weather</title><h1>Sunny</h1>"


@asynccontextmanager
async def seeking(
    browser: Browser, house: Chats | Site, language: str = "en", path: str = HELP
) -> AsyncIterator[Page]:
    """Open the help seeker's page; where the way out leads stands a harmless page."""
    async with visiting(browser, house, None, language) as context:
        await prepare(context)
        tab = await context.new_page()
        await tab.goto(path)
        yield tab


async def prepare(context: BrowserContext) -> None:
    """Let the way out lead to a harmless page, and let nothing be waited for in vain for long."""
    context.set_default_timeout(10_000)
    await context.route(f"{EXIT}**", _show_the_weather)


async def _show_the_weather(route: Route) -> None:
    await route.fulfill(body=HARMLESS, content_type="text/html")


async def start(tab: Page) -> None:
    """Ask for somebody."""
    await tab.click("[data-start]")


async def say(tab: Page, text: str) -> None:
    """Write and send."""
    await tab.fill("#text", text)
    await tab.press("#text", "Enter")


async def is_headed(tab: Page, phase: str) -> None:
    """Wait until a part of the page is shown."""
    await expect(tab.locator(f"[data-when='{phase}'] h1")).to_be_visible()


async def shown(tab: Page) -> list[str]:
    """Return the texts of the chat as they are shown, in order."""
    return await tab.locator("[data-log] .text").all_inner_texts()


async def storage(tab: Page) -> tuple[int, int, int]:
    """Return how much is in the tab's storage, in the site's, and in cookies."""
    kept = await tab.evaluate("[sessionStorage.length, localStorage.length]")
    return (*kept, len(await tab.context.cookies()))


async def shows(tab: Page, *texts: str) -> None:
    """Wait until exactly these texts of the chat are shown, in order."""

    async def these() -> bool:
        return await shown(tab) == list(texts)

    await eventually(these)


async def answered(tab: Page, listener: Listener) -> str:
    """Start a chat, and let a listener answer it; return the attempt."""
    await start(tab)
    attempt = await listener.answer()
    await expect(tab.locator("#text")).to_be_focused()
    return attempt
