"""The plots of a report: dark where the page is, readable, and light on paper."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.looking import Seen, looking_at
from tests.browser.pages import LANGUAGES, PAGES
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

MONTH = next(page for page in PAGES if (page.service, page.name) == ("reporting", "month"))
READABLE, DISTINCT = 4.5, 3.0  # contrast of text, and of what is needed to read a plot (WCAG 2.2)
# The contrast of a colour of each plot with the page, or of all texts in plots: the least.
CONTRAST = """([selector, property]) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const luminance = colour => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const style = getComputedStyle(document.documentElement)
  const grounds = ['--paper', '--tint'].map(name => luminance(style.getPropertyValue(name)))
  const found = [...document.querySelectorAll(selector)]
    .map(each => luminance(getComputedStyle(each)[property]))
  return Math.min(...found.flatMap(one => grounds.map(ground =>
    (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05))))
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=LANGUAGES)
async def month(
    request: pytest.FixtureRequest, browser: Browser, helpline: Site
) -> AsyncIterator[Seen]:
    """The report of a month, once for all tests."""
    async with looking_at(browser, helpline, MONTH, request.param) as seen:
        yield seen


async def fill_of_bars(seen: Seen) -> str:
    found = "getComputedStyle(document.querySelector('svg .fill-main')).fill"
    fill: str = await seen.tab.evaluate(found)
    return fill


async def test_a_number_that_is_wider_than_was_measured_is_not_cut_off(month: Seen) -> None:
    cut = """() => {
      const svg = document.querySelector('#reach svg')
      const text = [...svg.querySelectorAll('text')].find(each => /^[0-9]/.test(each.textContent))
      const before = text.textContent
      text.textContent = '1.234.567 (66,8%)'.repeat(2)
      const sticksOut = text.getBoundingClientRect().right > svg.getBoundingClientRect().right
      text.textContent = before
      return [sticksOut, getComputedStyle(svg).overflow]
    }"""
    assert await month.tab.evaluate(cut) == [True, "visible"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_plots_can_be_read(month: Seen, scheme: Any) -> None:
    await month.tab.emulate_media(color_scheme=scheme)
    for selector, colour, least in (
        ("svg text", "fill", READABLE),
        ("svg .fill-main", "fill", DISTINCT),
        ("svg .stroke-edge", "stroke", DISTINCT),
        ("svg circle.stroke-soft", "stroke", DISTINCT),
    ):
        assert await month.tab.evaluate(CONTRAST, [selector, colour]) >= least, selector


async def test_plots_are_dark_on_a_dark_screen_and_light_on_paper(month: Seen) -> None:
    try:
        await month.tab.emulate_media(color_scheme="light")
        light = await fill_of_bars(month)
        await month.tab.emulate_media(color_scheme="dark")
        assert await fill_of_bars(month) != light
        await month.tab.emulate_media(color_scheme="dark", media="print")
        assert await fill_of_bars(month) == light
        await month.photograph("print")
    finally:
        await month.tab.emulate_media(color_scheme="light", media="screen")


async def test_paper_has_the_report_and_no_way_to_elsewhere(month: Seen) -> None:
    await month.tab.emulate_media(media="print")
    try:
        assert await month.tab.locator("svg").first.is_visible()
        for gone in ("nav", "form", "summary", ".skip"):
            assert not [
                each for each in await month.tab.locator(gone).all() if await each.is_visible()
            ]
    finally:
        await month.tab.emulate_media(media="screen")


async def test_a_plot_without_the_style_sheet_has_its_colours(month: Seen) -> None:
    """As in a page that was saved without it."""
    await month.tab.evaluate("[...document.styleSheets].forEach(each => each.disabled = true)")
    try:
        assert await fill_of_bars(month) == "rgb(31, 111, 120)"
    finally:
        await month.tab.evaluate("[...document.styleSheets].forEach(each => each.disabled = false)")
