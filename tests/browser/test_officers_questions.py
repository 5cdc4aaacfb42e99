"""Ten questions of a municipal policy officer, each answered by reading the pages.

Who reads is a council: no page of a location, no number of a caller.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.looking import visiting
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

YEAR, REGION = "/reporting/reports/2016", "/reporting/reports/2016/regions/Gelderland"
MUNICIPALITY = f"{YEAR}/municipalities/GM0301"
NUMBER, SHARE = r"[\d,]+", r"\d+\.\d%"
Answer = Callable[["Reading"], Awaitable[str]]


class Reading:
    """An officer with a browser: opens pages, and reads headings, sentences and tables."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab

    async def sentence(self, path: str, title: str) -> str:
        """Return the sentence under a heading."""
        await self.opened(path)
        return await self.section(title).locator("> p").first.inner_text()

    async def cell(self, path: str, title: str, row: str, column: int = 0) -> str:
        """Unfold the table under a heading, and return a cell of the row that has this name."""
        await self.opened(path)
        section = self.section(title)
        if await section.locator("details:not([open])").count():
            await section.locator("summary").click()
        found = section.locator("tr", has=self.tab.locator(f"th:text-is('{row}')"))
        return await found.locator("td").nth(column).inner_text()

    async def text(self, path: str) -> str:
        """Return all that a page says."""
        await self.opened(path)
        return await self.tab.locator("main").inner_text()

    async def opened(self, path: str) -> None:
        """Open a page, unless it is open."""
        if not self.tab.url.endswith(path):
            await self.tab.goto(path)

    def section(self, title: str):
        return self.tab.locator("main section", has=self.tab.locator(f"h2:text-is('{title}')")).last


# The question, how it is answered, and what the answer looks like.
QUESTIONS: list[tuple[str, Answer, str]] = [
    (
        "How many conversations were there in my province last year?",
        lambda read: read.cell(REGION, "How it went", "Mar 2016", 2), NUMBER,
    ),
    (
        "What share is about loneliness?",
        lambda read: read.cell(REGION, "What conversations are about", "Loneliness", 1), SHARE,
    ),
    (
        "Is loneliness rising?",
        lambda read: read.cell(YEAR, "Topics over time", "Loneliness", -1), r"[+−]?\d+\.\d",
    ),
    (
        "How likely is it to be answered at night?",
        lambda read: read.sentence(YEAR, "When people seek contact"),
        rf"At night, from 23:00 to 7:00, {SHARE} of the attempts are answered",
    ),
    (
        "How long does one wait?",
        lambda read: read.cell(YEAR, "How long help seekers wait", "Within 1 minute", 1), SHARE,
    ),
    (
        "How many call in vain because nobody is free?",
        lambda read: read.cell(YEAR, "Answer rate", "No listener free"), NUMBER,
    ),
    (
        "Do young people who chat bring other topics than those who call?",
        lambda read: read.sentence(YEAR, "Topics by channel"), r"by telephone .* by chat",
    ),
    (
        "Does talking help?",
        lambda read: read.sentence(YEAR, "How conversations end"), rf"In {SHARE} of the conv",
    ),
    (
        "What does my municipality pay, and for how many inhabitants?",
        lambda read: read.text(MUNICIPALITY),
        r"46,997 inhabitants[\s\S]*Its contribution for the year is €\s[\d,.]+",
    ),
    (
        "How many of my own inhabitants called?",
        lambda read: read.text(MUNICIPALITY), r"Origin unknown: Sensoor never asks",
    ),
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def officer(browser: Browser, helpline: Site) -> AsyncIterator[Reading]:
    """A policy officer, who reads English."""
    async with visiting(browser, helpline, "council", "en") as context:
        yield Reading(await context.new_page())


@pytest.mark.parametrize(("question", "answer", "looks_like"), QUESTIONS)
async def test_a_question_is_answered_by_reading(
    officer: Reading, question: str, answer: Answer, looks_like: str
) -> None:
    said = await answer(officer)
    assert re.search(looks_like, said), f"{question} {said}"


async def test_what_is_not_shown_says_so_and_why(officer: Reading) -> None:
    page = await officer.text(REGION)
    assert "not shown" in page
    assert "below 10, zero included, are not shown" in page
