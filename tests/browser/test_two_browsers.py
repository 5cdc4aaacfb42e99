"""A whole chat between two browsers: the help seeker's page and the listener's desk."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser import at_desk, seeking
from tests.browser.at_desk import given_listener
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_people_chat_and_both_pages_are_loaded_anew(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with (
        at_desk.at_desk(browser, helpline, who) as desk,
        seeking.seeking(browser, helpline) as page,
    ):
        await seeking.start(page)
        pane = await at_desk.answer(desk)
        await at_desk.say(desk, "Hello, I am here for you.")
        await seeking.shows(page, "Hello, I am here for you.")
        await seeking.say(page, "I cannot sleep.\nIt is <b>dark</b>.")
        await expect(pane.locator(".words")).to_contain_text("It is <b>dark</b>.")
        await expect(page.locator(".own .mark")).to_have_text("seen")
        said = ["Hello, I am here for you.", "I cannot sleep.\nIt is <b>dark</b>."]

        await page.reload()
        await seeking.shows(page, *said)
        await desk.reload()
        await expect(at_desk.pane(desk, 1).locator(".words")).to_contain_text("dark")
        await seeking.say(page, "Are you still there?")
        await expect(at_desk.pane(desk, 1).locator(".words")).to_contain_text("still there?")
        await at_desk.pane(desk, 1).locator("[data-box]").fill("I am.")
        await at_desk.pane(desk, 1).locator("[data-box]").press("Enter")
        await seeking.shows(page, *said, "Are you still there?", "I am.")

        await page.click("[data-end]")
        await page.locator("dialog button[value=end]").click()
        await seeking.is_headed(page, "ended")
        await seeking.shows(page, *said, "Are you still there?", "I am.")
        assert await seeking.storage(page) == (0, 0, 0)
