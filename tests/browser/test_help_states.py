"""Every state of the help seeker's pages, in both languages: what holds for whoever reads it."""

import itertools
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from playwright.async_api import Page as Tab

from tests.browser.chats import Chats
from tests.browser.looking import Seen, tabs, watching
from tests.browser.pages import LANGUAGES, Page
from tests.browser.seeking import HELP, PLAIN, answered, is_headed, prepare, say, seeking, start
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")
State = Callable[[Tab, Chats], AbstractAsyncContextManager[None]]
LONG = "Long-words-that-are-never-broken-by-anybody" * 3
DONE = """INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, contact_id, token_hash,
    seal, wait_seconds, answered_at, ended_at, ended_by)
SELECT gen_random_uuid(), 'chat', 'national', 'registered', now() - interval '20 minutes',
    gen_random_uuid(), uuid_send(gen_random_uuid()), ''::bytea, 300, now(), now(), 'seeker'
FROM generate_series(1, 5)"""


@asynccontextmanager
async def beginning(tab: Tab, _house: Chats) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def joining(tab: Tab, house: Chats) -> AsyncIterator[None]:
    with house.without_sockets():
        await start(tab)
        await is_headed(tab, "joining")
        yield


@asynccontextmanager
async def waiting(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        await listener.be("paused")
        await start(tab)
        await is_headed(tab, "waiting")
        yield


@asynccontextmanager
async def waiting_long(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener, seeking(tab.context.browser, house) as before:
        await listener.be("paused")
        await house.run(DONE)
        for one in (before, tab):
            await start(one)
            await is_headed(one, "waiting")
        await house.run("UPDATE attempt SET arrived_at = arrived_at - interval '6 minutes'"
                        " WHERE state = 'waiting'")  # fmt: skip
        longer = re.compile("longer than|langer dan")
        await expect(tab.locator("[data-wait]")).to_contain_text(longer)
        yield
        await house.run("DELETE FROM attempt WHERE seal = ''::bytea")


@asynccontextmanager
async def chatting(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        attempt = await answered(tab, listener)
        await say(tab, "Hallo, is daar iemand?\nIk kan niet slapen.")
        await listener.hears(attempt, "Hallo, is daar iemand?\nIk kan niet slapen.")
        listener.say(attempt, f"Ja, ik ben er. Vertel maar. {LONG}")
        listener.say(attempt, "مرحبا، كيف حالك؟")
        await expect(tab.locator(".said")).to_have_count(3)
        listener.type(attempt)
        await tab.fill("#text", "x" * 4001)
        yield


@asynccontextmanager
async def chatting_on_a_bad_line(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        await answered(tab, listener)
        with house.without_sockets():
            await expect(tab.locator("[data-notice]")).to_be_visible()
            await say(tab, "Ben je er nog?")
            yield


@asynccontextmanager
async def asked_whether_to_end(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        await answered(tab, listener)
        await tab.click("[data-end]")
        yield


@asynccontextmanager
async def ended(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        attempt = await answered(tab, listener)
        listener.say(attempt, "Dag, het ga je goed.")
        await expect(tab.locator(".said")).to_have_count(1)
        await listener.end(attempt)
        await is_headed(tab, "ended")
        yield


@asynccontextmanager
async def nobody(tab: Tab, _house: Chats) -> AsyncIterator[None]:
    await start(tab)
    await is_headed(tab, "nobody")
    yield


@asynccontextmanager
async def away(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.without_database():
        await start(tab)
        await is_headed(tab, "away")
        yield


@asynccontextmanager
async def blocked(tab: Tab, house: Chats) -> AsyncIterator[None]:
    with house.without_sockets():
        await start(tab)
        await expect(tab.locator("[data-when='blocked'] h1")).to_be_visible(timeout=20_000)
        yield


def only(phase: str) -> State:
    """Show a part of the page that is words only, without what leads there."""

    @asynccontextmanager
    async def state(tab: Tab, _house: Chats) -> AsyncIterator[None]:
        await tab.evaluate(
            "phase => document.querySelectorAll('[data-when]').forEach("
            "part => { part.hidden = part.dataset.when !== phase })", phase
        )  # fmt: skip
        yield

    return state


@asynccontextmanager
async def plain_waiting(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        await listener.be("paused")
        await tab.click("main button")
        await tab.locator("main [value=end]").wait_for()
        # The page asks again every four seconds; it stays as it is while it is looked at.
        await tab.route(f"**{PLAIN}*", lambda route: route.fulfill(status=204))
        yield
        await tab.unroute(f"**{PLAIN}*")
        await tab.click("main [value=end]")


@asynccontextmanager
async def plain_talk(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.listener() as listener:
        await tab.click("main button")
        attempt = await listener.answer()
        await tab.fill("#text", "Hallo?")
        await tab.click("[value=say]")
        await listener.hears(attempt, "Hallo?")
        listener.say(attempt, f"Ja, ik ben er. {LONG}")
        yield


@asynccontextmanager
async def plain_chatting(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with plain_talk(tab, house):
        await expect(tab.frame_locator("iframe").locator(".said")).to_have_count(2, timeout=15_000)
        await tab.frame_locator("iframe").locator("#newest a").click()
        yield


@asynccontextmanager
async def plain_words(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async def both_are_shown() -> bool:
        await tab.goto(f"{PLAIN}/words?still=yes")
        return await tab.locator(".said").count() == 2

    async with plain_talk(tab, house):
        await eventually(both_are_shown)
        yield


@asynccontextmanager
async def plain_nobody(tab: Tab, _house: Chats) -> AsyncIterator[None]:
    await tab.click("main button")
    await tab.locator("main a[href='#lines']").wait_for()
    yield


@asynccontextmanager
async def plain_away(tab: Tab, house: Chats) -> AsyncIterator[None]:
    async with house.without_database(), plain_nobody(tab, house):
        yield


STATES: dict[str, tuple[str, State]] = {
    "start": (HELP, beginning),
    "joining": (HELP, joining),
    "waiting": (HELP, waiting),
    "waiting-long": (HELP, waiting_long),
    "chat": (HELP, chatting),
    "chat-bad-line": (HELP, chatting_on_a_bad_line),
    "chat-sure": (HELP, asked_whether_to_end),
    "ended": (HELP, ended),
    "nobody": (HELP, nobody),
    "away": (HELP, away),
    "blocked": (HELP, blocked),
    **{f"only-{phase}": (HELP, only(phase))
       for phase in ("closed", "left", "gone", "elsewhere", "unknown")},
    "plain-start": (PLAIN, beginning),
    "plain-waiting": (PLAIN, plain_waiting),
    "plain-chat": (PLAIN, plain_chatting),
    "plain-words": (PLAIN, plain_words),
    "plain-nobody": (PLAIN, plain_nobody),
    "plain-away": (PLAIN, plain_away),
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, house: Chats) -> AsyncIterator[dict[str, Tab]]:
    """A tab for each language."""
    async with tabs(browser, house) as found:
        for one in found.values():
            await prepare(one.context)
        yield found


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=itertools.product(STATES, LANGUAGES),
    ids=lambda each: f"{each[0]}-{each[1]}",
)  # fmt: skip
async def seen(
    request: pytest.FixtureRequest, tab: dict[str, Tab], house: Chats
) -> AsyncIterator[Seen]:
    """A state, once for all tests: each leaves it where it was."""
    name, language = request.param
    path, state = STATES[name]
    page = Page("contacts", f"help-{name}", path, None)
    async with watching(tab[language], page, language) as found:
        await found.tab.goto(path)
        async with state(found.tab, house):
            yield found


async def test_axe_finds_nothing(seen: Seen) -> None:
    # Colours are looked at in the first language only: another has the same.
    for scheme in ("light", "dark") if seen.is_first else ("light",):
        await seen.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await seen.axe_finds(scheme, colours=seen.is_first) == []
    await seen.photograph(f"1280-{scheme}")
    await seen.tab.emulate_media(color_scheme="light", reduced_motion="no-preference")


@pytest.mark.parametrize("width", [320, 1280])
async def test_nobody_scrolls_sideways(seen: Seen, width: int) -> None:
    await seen.tab.set_viewport_size({"width": width, "height": 640 if width == 320 else 800})
    try:
        await seen.photograph(f"{width}")
        for question in ("tooWide", "unnamedScrollers", "tooSmall"):
            assert await seen.ask(question) == [], question
    finally:
        await seen.tab.set_viewport_size({"width": 1280, "height": 800})


async def test_it_is_said_in_the_language_of_the_reader_under_a_neutral_title(seen: Seen) -> None:
    assert await seen.tab.get_attribute("html", "lang") == seen.language
    assert await seen.tab.title() == "Chat"


async def test_the_way_out_is_always_in_view(seen: Seen) -> None:
    if seen.page.name == "help-plain-words":
        return  # in a frame of the page that has it
    await seen.tab.evaluate("scrollTo(0, document.body.scrollHeight)")

    async def in_view() -> Any:
        return await seen.tab.evaluate(
            "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)("
            "document.querySelector('.leave').getBoundingClientRect())"
        )

    assert await eventually(in_view)
    await seen.tab.evaluate("scrollTo(0, 0)")


async def test_it_asks_nothing_of_others_and_the_browser_complains_of_nothing(
    seen: Seen, house: Chats
) -> None:
    assert [url for url in seen.asked if not url.startswith((house.address, "data:"))] == []
    # A socket that is let through by nobody is complained of by the browser itself.
    assert [one for one in seen.complaints if "WebSocket" not in one] == []
