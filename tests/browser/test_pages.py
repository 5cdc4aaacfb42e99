"""Every page of every service, in every language: what must hold for whoever reads it."""

from collections.abc import AsyncIterator, Iterator
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


def looked_at() -> Iterator[tuple[Page, str]]:
    """Yield each page in every language, and its other states in the first one only."""
    paths: set[tuple[str, str]] = set()
    for page in [*FOUNDATION, *PAGES]:
        state = (page.service, page.path) in paths and page in PAGES
        yield from ((page, language) for language in (LANGUAGES[:1] if state else LANGUAGES))
        paths.add((page.service, page.path))


LOOKED_AT = list(looked_at())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[dict[str, Tab]]:
    """A tab for each language."""
    async with tabs(browser, helpline) as found:
        yield found


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="session",
    params=LOOKED_AT,
    ids=lambda each: f"{each[0]}-{each[1]}",
)
async def seen(
    request: pytest.FixtureRequest, tab: dict[str, Tab], helpline: Site
) -> AsyncIterator[Seen]:
    """A page as somebody sees it, once for all tests: each leaves it where it was."""
    page, language = request.param
    async with opened(tab[language], helpline, page, language) as found:
        yield found


async def test_it_is_there_in_the_language_of_the_reader(seen: Seen) -> None:
    assert seen.documents[-1].status == seen.page.status
    assert await seen.tab.get_attribute("html", "lang") == seen.language
    assert (await seen.tab.title()).strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(seen: Seen, scheme: Any) -> None:
    await seen.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    try:
        assert await seen.axe_finds(scheme) == []
    finally:
        await seen.tab.emulate_media(color_scheme="light", reduced_motion="no-preference")


@pytest.mark.parametrize("width", [320, 1920])
async def test_nobody_scrolls_sideways(seen: Seen, width: int) -> None:
    await seen.tab.set_viewport_size({"width": width, "height": 1080 if width > 320 else 640})
    try:
        await seen.photograph(f"{width}")
        assert await seen.ask("tooWide") == []
        assert await seen.ask("unnamedScrollers") == []
    finally:
        await seen.tab.set_viewport_size({"width": 1280, "height": 800})


async def test_it_is_dark_for_whoever_asks_for_it(seen: Seen) -> None:
    await seen.tab.emulate_media(color_scheme="dark")
    try:
        await seen.photograph("1280-dark")
        colours = "getComputedStyle(document.body).backgroundColor"
        dark = await seen.tab.evaluate(colours)
        await seen.tab.emulate_media(color_scheme="light")
        assert dark != await seen.tab.evaluate(colours)
    finally:
        await seen.tab.emulate_media(color_scheme="light")


async def test_tab_reaches_everything_once_and_shows_where_it_is(seen: Seen) -> None:
    stops = await seen.ask("stops")
    await seen.ask("fromTheTop")
    reached: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        await seen.tab.keyboard.press("Tab")
        focus = await seen.ask("focus")
        if reached and focus["stop"] == reached[-1]["stop"]:
            continue  # a field of a date has a stop for each of its parts
        if focus["stop"] in (-1, *(before["stop"] for before in reached)):
            break
        reached.append(focus)
    assert [wrong for focus in reached for wrong in focus["wrong"]] == []
    assert [focus["name"] for focus in reached] == stops  # in the order in which they are read


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


async def test_what_is_pressed_is_24_pixels_wide_and_high(seen: Seen) -> None:
    assert await seen.ask("tooSmall") == []


async def test_nothing_moves_for_whoever_asks_for_it(seen: Seen) -> None:
    await seen.tab.emulate_media(reduced_motion="reduce")
    try:
        assert await seen.ask("moving") == []
    finally:
        await seen.tab.emulate_media(reduced_motion="no-preference")


async def test_it_asks_nothing_of_others_and_the_browser_complains_of_nothing(
    seen: Seen, helpline: Site
) -> None:
    own = (helpline.host_of(seen.page.service), "data:")
    assert [url for url in seen.asked if not url.startswith(own)] == []
    assert seen.complaints == []
