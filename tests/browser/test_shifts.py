"""Opening and cancelling a shift in a real browser, by hand and by keyboard."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from sensoor.issuer import signing
from shared.pages.sign_in import SESSION
from shared.roles import Role

from tests.browser.looking import SCREENSHOTS, visiting
from tests.browser.signing_in import DONE
from tests.browser.site import Site
from tests.volunteers import desk

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEEK = "/volunteers/shifts"
ZUTPHEN = "coordinator of Zutphen"
SEND = ".opens form button"
mondays = (date(2031, 1, 6) + timedelta(weeks=number) for number in count())


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[Page]:
    """A browser of the coordinator of Zutphen, at a week of their own without shifts."""
    async with visiting(browser, helpline, ZUTPHEN, "en") as context:
        tab = await context.new_page()
        await tab.goto(f"{WEEK}?day={next(mondays)}")
        yield tab


async def shown_day(tab: Page) -> str:
    return await tab.input_value("#day")


async def shifts_of_week(tab: Page, site: Site) -> list[Any]:
    """Return the shifts of the week that was shown first, as the API knows them."""
    day = date.fromisoformat(await shown_day(tab))
    found = await desk.get(
        site.services["volunteers"].client, f"/shifts?from={day}&until={day + timedelta(days=6)}"
    )
    items: list[Any] = found["items"]
    return items


async def fill_in(tab: Page) -> None:
    await tab.click("summary")
    await tab.select_option("#dayPart", "night")
    await tab.check("[name=channels][value=chat]")
    await tab.fill("#needed", "3")


async def send(tab: Page, button: str = "main form button") -> None:
    async with tab.expect_navigation():
        await tab.click(button)


async def be(tab: Page, site: Site, token: str) -> None:
    """Have whoever has this token sign in beside, in another tab of the browser."""
    await tab.context.add_cookies([
        {"name": SESSION, "value": token, "url": site.address, "httpOnly": True, "sameSite": "Lax"}
    ])  # fmt: skip


def token_of_another(site: Site) -> str:
    """Return a token of a coordinator of the nation whom the issuer knows by another subject."""
    return signing.sign(site.home, [Role.COORDINATOR], "another", person=None, locations=None)


async def test_a_shift_is_opened_by_keyboard_alone(tab: Page, helpline: Site) -> None:
    await tab.focus("summary")
    await tab.keyboard.press("Enter")
    for reached in ("locationId", "date"):
        await tab.keyboard.press("Tab")
        assert await tab.evaluate("document.activeElement.id") == reached
    await tab.focus("#dayPart")
    await tab.keyboard.type("Evening")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Space")  # chat, beside telephone
    await tab.focus("#needed")
    async with tab.expect_navigation():
        await tab.keyboard.press("Enter")
    assert "The shift is open" in await tab.inner_text(DONE)
    (shift,) = await shifts_of_week(tab, helpline)
    assert (shift["dayPart"], shift["channels"]) == ("evening", ["telephone", "chat"])
    assert await tab.locator(".shift").count() == 1


async def test_what_is_wrong_is_told_and_what_was_typed_is_kept(tab: Page, helpline: Site) -> None:
    await fill_in(tab)
    await tab.fill("#needed", "99")
    await send(tab, SEND)
    assert await tab.is_visible("[role=alert]")
    described = await tab.get_attribute("#needed", "aria-describedby")
    assert "needed-error" in (described or "")
    assert await tab.inner_text("#needed-error") == "This is at most 20."
    assert await tab.input_value("#dayPart") == "night"
    await tab.fill("#needed", "2")
    await send(tab, SEND)
    assert len(await shifts_of_week(tab, helpline)) == 1


async def test_a_button_that_is_pressed_twice_opens_one_shift(tab: Page, helpline: Site) -> None:
    await fill_in(tab)
    # The second press may abort what the first one has begun to open.
    await tab.dblclick(SEND)
    await tab.wait_for_selector(DONE)
    assert len(await shifts_of_week(tab, helpline)) == 1


async def test_a_session_that_ends_in_the_middle_of_the_form_loses_nothing(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab)
    await tab.context.clear_cookies(name=SESSION)
    await send(tab, SEND)
    assert "night" in await tab.inner_text("main")
    await be(tab, helpline, helpline.token(ZUTPHEN))
    await send(tab)
    assert "The shift is open" in await tab.inner_text(DONE)
    (shift,) = await shifts_of_week(tab, helpline)
    assert (shift["dayPart"], shift["channels"], shift["needed"]) == (
        "night", ["telephone", "chat"], 3,
    )  # fmt: skip


async def test_the_form_of_one_is_not_done_as_another_who_signed_in_beside(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab)
    day = await shown_day(tab)
    await be(tab, helpline, token_of_another(helpline))
    await send(tab, SEND)
    assert "somebody else" in (await tab.inner_text("h1")).lower()
    await tab.goto(f"{WEEK}?day={day}")
    assert await shifts_of_week(tab, helpline) == []


async def test_a_shift_is_cancelled_after_a_question(tab: Page, helpline: Site) -> None:
    await fill_in(tab)
    await send(tab, SEND)
    async with tab.expect_navigation():
        await tab.click(".shift a")
    assert "Cancel this shift?" in await tab.inner_text("h1")
    async with tab.expect_navigation():
        await tab.click("main a.button")  # Keep it
    assert [shift["cancelled"] for shift in await shifts_of_week(tab, helpline)] == [False]
    async with tab.expect_navigation():
        await tab.click(".shift a")
    await send(tab)
    assert "The shift is cancelled" in await tab.inner_text(DONE)
    assert [shift["cancelled"] for shift in await shifts_of_week(tab, helpline)] == [True]
    assert "cancelled" in await tab.inner_text(".shift")


async def test_a_week_prints_as_seven_columns_without_forms(tab: Page) -> None:
    await fill_in(tab)
    await send(tab, SEND)
    await tab.emulate_media(media="print")
    try:
        assert await tab.is_hidden(".opens")
        assert await tab.is_hidden(".asks")
        assert await tab.is_visible(".shift")
        tops = "[...document.querySelectorAll('.day')].map(day => day.getBoundingClientRect().top)"
        assert len(set(await tab.evaluate(tops))) == 1
        await tab.screenshot(path=SCREENSHOTS / "volunteers-week-print.png", full_page=True)
    finally:
        await tab.emulate_media(media="screen")
