"""Something has happened: a coordinator of one location opens a line, at most three clicks on."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looking import looking_at
from tests.browser.pages import Page
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
LINES = Page("contacts", "surges", "/contacts/surges", "coordinator of Zutphen")
CHAT = Page("contacts", "help-of-a-line", "/contacts/help", None, query="?line=fryslan-1")


async def test_a_line_is_open_after_two_clicks_and_its_page_tells_when_it_was_closed(
    browser: Browser, helpline: Site
) -> None:
    async with looking_at(browser, helpline, LINES, "en") as seen:
        await seen.tab.click('summary[aria-label^="Open: Accident line Fryslân"]')
        await seen.tab.locator("details[open]").get_by_text("Open the line now").click()
        await expect(seen.tab.locator("h1")).to_have_text("Accident line Fryslân")
        await expect(seen.tab.locator("#now")).to_be_visible()
        async with looking_at(browser, helpline, CHAT, "en") as seeker:
            line = seeker.tab.locator("[data-line-open]")
            await expect(line).to_contain_text("the line for the accident in Fryslân")
            # it is closed before the help seeker begins
            await seen.tab.click("text=Close the line")
            await seen.tab.locator("details[open]").get_by_text("Close the line now").click()
            await expect(seen.tab.locator("#report")).to_have_text("Report")
            await seeker.tab.click("[data-start]")
            await expect(seeker.tab.locator("[data-line-closed]")).to_be_visible()
            await expect(line).to_be_hidden()
            await expect(seeker.tab.locator("[data-start]")).to_be_visible()
