"""The help seeker's page in a real browser, and a listener at the desk's API and socket."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sensoor.bus.keys import BusKeys
from sensoor.embedded.ports import free_port

from tests.browser.chats import Chats, chats
from tests.browser.looking import LOCALES
from tests.platform import Broker, Platform

pytestmark = pytest.mark.asyncio(loop_scope="session")
HELP = "/contacts/help"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(postgres: str, templates: dict[str, str], keys: BusKeys) -> AsyncIterator[Chats]:
    """Contacts with a bus, a database and an address."""
    broker = Broker(Path(tempfile.mkdtemp(prefix="sensoor-test-nats-")), free_port(24222), keys)
    try:
        await broker.start()
        async with AsyncExitStack() as stack:
            platform = Platform(postgres, stack, templates, broker)
            stack.push_async_callback(platform.drop)
            async with chats(platform) as running:
                yield running
    finally:
        broker.kill()
        shutil.rmtree(broker.folder, ignore_errors=True)


@asynccontextmanager
async def help_page(browser: Browser, house: Chats, language: str = "en") -> AsyncIterator[Page]:
    """Open the help seeker's page in a browser of one's own."""
    context = await browser.new_context(
        base_url=house.address, locale=LOCALES[language], viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(10_000)
    try:
        tab = await context.new_page()
        await tab.goto(HELP)
        yield tab
    finally:
        await context.close()


async def test_a_whole_chat(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, help_page(browser, house) as tab:
        await tab.get_by_role("button", name="Start a chat").click()
        attempt = await listener.answer()
        box = tab.get_by_label("Your message")
        await expect(box).to_be_focused()
        await box.fill("Hello?")
        await box.press("Enter")
        await listener.hears(attempt, "Hello?")
        await expect(tab.locator(".own .mark")).to_have_text("seen")
        listener.say(attempt, "Here I am.")
        await expect(tab.locator(".said:not(.own) .text")).to_have_text("Here I am.")
        listener.send(attempt, type="typing")
        await expect(tab.get_by_text("The listener is typing.")).to_be_visible()
        await tab.screenshot(path="/tmp/h.png")
        await tab.get_by_role("button", name="End the chat").click()
        await tab.get_by_role("dialog").get_by_role("button", name="End the chat").click()
        await expect(tab.get_by_role("heading", name="The chat has ended")).to_be_visible()
