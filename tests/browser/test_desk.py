"""The listener's desk in a real browser, against the real service: by keys alone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.at_desk import answer, at_desk, given_listener, pane
from tests.browser.seeker import seeking
from tests.browser.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_chat_is_answered_held_and_registered(browser: Browser, helpline: Site) -> None:
    who = await given_listener(helpline, "first listener")
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        await answer(tab)
        seeker.say("is anybody there?")
        await expect(pane(tab, 1).locator(".words")).to_contain_text("is anybody there?")
        await tab.keyboard.type("I am here")
        await tab.keyboard.press("Enter")

        async def heard() -> bool:
            return seeker.heard() == ["I am here"]

        await eventually(heard)
        await seeker.leave()
        await expect(pane(tab, 1).locator("[data-ended]")).to_be_visible()
        await tab.keyboard.press("Enter")
        await tab.keyboard.press("a")
        await tab.keyboard.press("6")
        await tab.keyboard.press("Enter")
        await expect(pane(tab, 1)).to_have_count(0)
        await tab.keyboard.press("q")
        await expect(tab.locator("#shifts")).to_be_visible()
