"""Every page of every service, in every language: what must hold for whoever reads it.

What a language cannot change is looked at in the first one only, as are the states of a page.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from playwright.async_api import Page as Tab

from tests.browser.looking import Seen, opened, tabs
from tests.browser.pages import FOUNDATION, LANGUAGES, PAGES, Page
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_STOPS = 500


def looked_at() -> tuple[list[tuple[Page, str]], list[tuple[Page, str]]]:
    """Return the pages in the first language with their states, and in the others without."""
    first, *others = LANGUAGES
    pages = [*FOUNDATION, *PAGES]
    whole = {(page.service, page.path): page for page in reversed(PAGES)}
    plain = [*FOUNDATION, *(page for page in PAGES if page in whole.values())]
    return (
        [(page, first) for page in pages],
        [(page, language) for language in others for page in plain],
    )


FIRST, OTHERS = looked_at()


def each_page(pages: list[tuple[Page, str]]) -> pytest.MarkDecorator:
    """Look at these. All lists begin alike: a page is opened once, for the tests of all lists."""
    return pytest.mark.parametrize(
        "seen", pages, indirect=True, scope="module", ids=[f"{page}-{of}" for page, of in pages]
    )


in_every_language = each_page([*FIRST, *OTHERS])
in_the_first_language = each_page(FIRST)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[dict[str, Tab]]:
    """A tab for each language."""
    async with tabs(browser, helpline) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seen(
    request: pytest.FixtureRequest, tab: dict[str, Tab], helpline: Site
) -> AsyncIterator[Seen]:
    """A page as somebody sees it, once for all tests: each leaves it where it was."""
    page, language = request.param
    async with opened(tab[language], helpline, page, language) as found:
        yield found


@in_every_language
async def test_it_is_there_in_the_language_of_the_reader(seen: Seen) -> None:
    assert seen.documents[-1].status == seen.page.status
    assert await seen.tab.get_attribute("html", "lang") == seen.language
    assert (await seen.tab.title()).strip()


@in_every_language
async def test_axe_finds_nothing(seen: Seen) -> None:
    await seen.tab.emulate_media(reduced_motion="reduce")
    try:
        assert await seen.axe_finds(colours=seen.is_first) == []
    finally:
        await seen.tab.emulate_media(reduced_motion="no-preference")


@in_every_language
async def test_nobody_scrolls_sideways_on_the_narrowest_screen(seen: Seen) -> None:
    await nothing_is_too_wide(seen, 320, 640)


@in_the_first_language
async def test_nobody_scrolls_sideways_on_a_wide_screen(seen: Seen) -> None:
    await nothing_is_too_wide(seen, 1920, 1080)


async def nothing_is_too_wide(seen: Seen, width: int, height: int) -> None:
    await seen.tab.set_viewport_size({"width": width, "height": height})
    try:
        await seen.photograph(f"{width}")
        assert await seen.ask("tooWide") == []
        assert await seen.ask("unnamedScrollers") == []
    finally:
        await seen.tab.set_viewport_size({"width": 1280, "height": 800})


@in_the_first_language
async def test_it_is_dark_for_whoever_asks_for_it(seen: Seen) -> None:
    colours = "getComputedStyle(document.body).backgroundColor"
    light = await seen.tab.evaluate(colours)
    await seen.tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    try:
        await seen.photograph("1280-dark")
        assert light != await seen.tab.evaluate(colours)
        assert await seen.axe_finds("dark") == []
    finally:
        await seen.tab.emulate_media(color_scheme="light", reduced_motion="no-preference")


@in_the_first_language
async def test_tab_reaches_everything_once_and_shows_where_it_is(seen: Seen) -> None:
    stops = await seen.ask("stops")
    await seen.ask("fromTheTop")
    await seen.ask("noteTheFocus")
    pressed, reached, done = 0, [], False
    while not done and pressed < MOST_STOPS:
        # The stop after the last one, and those of fields that have several: of a date its parts.
        for _ in range(max(len(stops) + 1 - pressed, 3)):
            await seen.tab.keyboard.press("Tab")
            pressed += 1
        reached, done = walked(await seen.ask("notedFocus"))
    assert [wrong for focus in reached for wrong in focus["wrong"]] == []
    assert [focus["name"] for focus in reached] == stops  # in the order in which they are read


def walked(noted: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """Return where the focus was until it left the page or came back, and whether it did."""
    reached: list[dict[str, Any]] = []
    for focus in noted:
        if reached and focus["stop"] == reached[-1]["stop"]:
            continue  # a field of a date has a stop for each of its parts
        if focus["stop"] in (-1, *(before["stop"] for before in reached)):
            return reached, True
        reached.append(focus)
    return reached, False


@in_the_first_language
async def test_whatever_comes_before_what_the_page_is_about_can_be_skipped(seen: Seen) -> None:
    if not await seen.ask("beginsWithOtherStops"):
        return
    await seen.ask("fromTheTop")
    await seen.tab.keyboard.press("Tab")
    assert (await seen.ask("focus"))["href"].startswith("#")
    await seen.tab.keyboard.press("Enter")
    assert await seen.tab.evaluate("document.querySelector('main:target') !== null")
    await seen.tab.keyboard.press("Tab")
    assert await seen.ask("isPastTheNavigation")


@in_every_language
async def test_what_is_pressed_is_24_pixels_wide_and_high(seen: Seen) -> None:
    assert await seen.ask("tooSmall") == []


@in_the_first_language
async def test_nothing_moves_for_whoever_asks_for_it(seen: Seen) -> None:
    await seen.tab.emulate_media(reduced_motion="reduce")
    try:
        assert await seen.ask("moving") == []
    finally:
        await seen.tab.emulate_media(reduced_motion="no-preference")


@in_every_language
async def test_it_asks_nothing_of_others_and_the_browser_complains_of_nothing(
    seen: Seen, helpline: Site
) -> None:
    own = (helpline.host_of(seen.page.service), "data:")
    assert [url for url in seen.asked if not url.startswith(own)] == []
    assert seen.complaints == []
