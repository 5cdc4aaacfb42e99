"""Parts of a page that follow what happens, in a real browser."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from shared.pages import live
from shared.pages.sign_in import SESSION

from tests.browser.looking import visiting
from tests.browser.signing_in import FORM
from tests.browser.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Counted(list[object]):
    """What rang, and how often the page's live part looked at it."""

    looks = 0

    def __len__(self) -> int:
        self.looks += 1
        return super().__len__()


@pytest_asyncio.fixture(loop_scope="session")
async def tab(
    browser: Browser, helpline: Site, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Page]:
    """A page with a live part, which looks often."""
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    helpline.probe.state.rung = Counted()
    async with visiting(browser, helpline, "finance", "en") as context:
        tab = await context.new_page()
        await tab.goto(FORM)
        await expect(tab.get_by_role("region", name="Rings now")).to_have_text("0 rang")
        yield tab
    helpline.probe.state.rung = []


async def test_what_happens_is_shown_and_what_is_typed_meanwhile_stays(
    tab: Page, helpline: Site
) -> None:
    await tab.fill("[name=count]", "7")
    for number in (1, 2):
        helpline.probe.state.rung.append(number)
        region = tab.get_by_role("region", name="Rings now")
        await expect(region).to_have_text(f"{number} rang")
    assert await region.get_attribute("aria-live") == "polite"
    assert await tab.input_value("[name=count]") == "7"


async def test_the_stream_stops_when_the_page_is_left(tab: Page, helpline: Site) -> None:
    await tab.goto("/probe/signed-in")
    rung: Counted = helpline.probe.state.rung

    async def looked_at_no_more() -> bool:
        before = rung.looks
        await asyncio.sleep(4 * live.LOOK_EVERY_SECONDS)
        return rung.looks == before

    assert await eventually(looked_at_no_more)


async def test_a_lost_connection_is_said_until_it_is_back(
    browser: Browser, helpline: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 1.0)
    async with visiting(browser, helpline, "finance", "en") as context:
        tab = await context.new_page()
        await tab.goto(FORM)
        await expect(tab.get_by_text("0 rang")).to_be_visible()
        notice = tab.locator("[data-live-lost]")
        await expect(notice).to_be_hidden()
        await context.set_offline(True)
        await expect(notice).to_be_visible(timeout=20_000)
        await context.set_offline(False)
        await expect(notice).to_be_hidden(timeout=20_000)


async def test_whose_session_has_ended_is_told_to_sign_in_when_the_stream_ends(
    browser: Browser, helpline: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 1.0)
    async with visiting(browser, helpline, "finance", "en") as context:
        tab = await context.new_page()
        await tab.goto(FORM)
        await expect(tab.get_by_text("0 rang")).to_be_visible()
        await context.clear_cookies(name=SESSION)
        signs_in = tab.locator("main a[href*='/sign-in']")

        async def is_told_or_led_there() -> bool:
            return tab.url.startswith(helpline.issuer) or await signs_in.is_visible()

        await eventually(is_told_or_led_there)
