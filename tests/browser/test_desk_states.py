"""Every state of the desk, looked at by axe: wide and narrow, light and dark, in both languages.

What colours and movements cannot change is looked at in light only, and colours, movements and
what axe says of a wide desk in the first language only.
"""

from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import looking
from tests.browser import pages as browser_pages
from tests.browser.at_desk import (
    answer,
    at_desk,
    given_listener,
    pane,
    press,
    say,
)  # fmt: skip
from tests.browser.looking import Seen
from tests.browser.pages import LANGUAGES
from tests.browser.seeker import seeking
from tests.browser.site import Site
from tests.browser.test_desk_comes_back import database_away

pytestmark = pytest.mark.asyncio(loop_scope="session")
WIDTHS = {1366: 768, 320: 640}


@dataclass
class Looking:
    """Looks at the desk in a language, and gathers what is wrong."""

    tab: Page
    language: str

    async def at(self, state: str) -> None:
        """Look at the present state, as the present language may change it."""
        page = browser_pages.Page("contacts", f"desk-{state}", "/contacts/desk", "listener")
        seen = Seen(page, self.language, self.tab)
        await self.tab.emulate_media(color_scheme="light", reduced_motion="reduce")
        for width, height in WIDTHS.items():
            await self.tab.set_viewport_size({"width": width, "height": height})
            await seen.photograph(f"{width}-light")
            for question in ("tooWide", "unnamedScrollers", "tooSmall"):
                assert await seen.ask(question) == [], (state, width, question)
            if seen.is_first or width == min(WIDTHS):
                assert await seen.axe_finds(colours=seen.is_first) == [], (state, width)
        await self.tab.set_viewport_size({"width": 1366, "height": 768})
        if seen.is_first:
            assert await seen.ask("moving") == [], state
            await self.tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
            await seen.photograph("1366-dark")
            assert await seen.axe_finds("dark") == [], (state, "dark")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_in_any_state(
    browser: Browser, helpline: Site, language: str
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who, language) as tab:
        look = Looking(tab, language)
        await look.at("nobody")
        await press(tab, "?")
        await look.at("keys")
        await press(tab, "Escape")
        await _while_chats_are_open(helpline, tab, look)
        await _when_they_have_ended(helpline, tab, look)
        async with looking.visiting(browser, helpline, who, language) as context:
            other = await context.new_page()
            await other.goto("/contacts/desk")
            await expect(tab.locator("[data-notice=elsewhere]")).to_be_visible()
            await look.at("elsewhere")


async def _while_chats_are_open(helpline: Site, tab: Page, look: Looking) -> None:
    async with seeking(helpline) as one, seeking(helpline) as two, seeking(helpline):
        await expect(tab.locator(".offer")).to_have_count(3)
        await look.at("offers")
        for number in (1, 2, 3):
            await answer(tab, number)
        for seeker in (one, two):
            seeker.say("Ik weet niet goed hoe ik moet beginnen. Is daar iemand?")
        await say(tab, "Fijn dat u er bent. Neem rustig de tijd.")
        await expect(tab.locator("[data-unread]:not([hidden])").first).to_be_visible()
        await look.at("three-chats")
        await press(tab, "Escape", "o")
        await look.at("referring")
        await press(tab, "1", "Enter")
        await expect(pane(tab, 3).locator(".referred li")).to_be_visible()
        await press(tab, "Escape", "r", "a")
        await look.at("registering")
        await press(tab, "Escape", "Escape", "c")
        await look.at("ending")


async def _when_they_have_ended(helpline: Site, tab: Page, look: Looking) -> None:
    await expect(tab.locator("[data-ended]:not([hidden])")).to_have_count(3)
    await press(tab, "Alt+2", "z", "Enter")
    await look.at("wrong")
    await tab.context.set_offline(True)
    await expect(tab.locator("[data-notice=lost]")).to_be_visible()
    await look.at("lost")
    await tab.context.set_offline(False)
    await expect(tab.locator("[data-notice=lost]")).to_be_hidden()
    async with database_away(helpline):
        await expect(tab.locator("[data-notice=away]")).to_be_visible()
        await press(tab, "a", "6", "Enter")
        await expect(tab.locator("[data-notice=kept]")).to_be_visible()
        await look.at("away")
    await expect(tab.locator("[data-notice=kept]")).to_be_hidden()
    await expect(tab.locator("[data-notice=pause]")).to_be_visible()
    await look.at("heavy")
