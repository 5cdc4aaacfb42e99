"""A whole chat between two browsers: the help seeker's page and the listener's desk."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.at_desk import answer, at_desk, given_listener, press
from tests.browser.at_desk import say as say_at_desk
from tests.browser.seeking import is_headed, say, seeking, shown, start
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_chat_from_the_first_word_to_the_registration(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as desk, seeking(browser, helpline) as seeker:
        await start(seeker)
        chat = await answer(desk)
        await is_headed(seeker, "chat")
        await say(seeker, "is anybody there?")
        await expect(chat.locator(".words li")).to_have_count(1)
        await say_at_desk(desk, "I am here")
        await expect(seeker.locator("[data-log] .text")).to_have_count(2)
        both = ["is anybody there?", "I am here"]
        assert await shown(seeker) == both
        assert await chat.locator(".words li bdi").all_inner_texts() == both

        # Both lines are cut, each browser says something meanwhile, and nothing is lost or doubled.
        for tab in (desk, seeker):
            await tab.context.set_offline(True)
        await say_at_desk(desk, "said on a bad line")
        await say(seeker, "heard on a bad line")
        for tab in (desk, seeker):
            await tab.context.set_offline(False)
        await expect(seeker.locator("[data-log] .text")).to_have_count(4)
        await expect(chat.locator(".words li")).to_have_count(4)
        at_the_end = [both, sorted((await shown(seeker))[2:])]
        assert at_the_end == [both, ["heard on a bad line", "said on a bad line"]]

        await press(desk, "Escape", "c", "c")
        await is_headed(seeker, "ended")
        await expect(chat.locator("[data-ended]")).to_have_text("you ended it")
        await press(desk, "a", "6", "Enter")
        await expect(chat).to_have_count(0)
