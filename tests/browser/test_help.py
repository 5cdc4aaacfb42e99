"""The help seeker's page in a real browser, and a listener at the desk's API and socket."""

from uuid import UUID

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chats import EXIT, Chats
from tests.browser.listener import Listener
from tests.browser.seeking import (
    HELP,
    answered,
    is_headed,
    say,
    seeking,
    shown,
    shows,
    start,
    storage,
)
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = (0, 0, 0)


async def test_a_whole_chat(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await tab.fill("#text", "Hello?\nIs anybody there?")
        await tab.press("#text", "Enter")
        await listener.hears(attempt, "Hello?\nIs anybody there?")
        await expect(tab.locator(".own .mark")).to_have_text("seen")
        listener.type(attempt)
        await expect(tab.get_by_text("The listener is typing.")).to_be_visible()
        listener.say(attempt, "Here I am.")
        await shows(tab, "Hello?\nIs anybody there?", "Here I am.")
        await expect(tab.locator(".typing")).to_have_text("")
        await tab.press("#text", "a")
        await eventually(lambda: _typed(listener, attempt))
        await tab.click("[data-end]")
        await tab.get_by_role("dialog").get_by_text("Go on chatting").click()
        await is_headed(tab, "chat")
        await tab.click("[data-end]")
        await tab.get_by_role("dialog").get_by_role("button", name="End the chat").click()
        await is_headed(tab, "ended")
        assert await listener.has_ended(attempt) == "seeker"
        assert await storage(tab) == NOTHING
        await tab.get_by_role("button", name="Begin anew").click()
        await is_headed(tab, "waiting")
        assert await shown(tab) == []
        await tab.locator("[data-when='waiting'] button").click()
        await is_headed(tab, "left")


async def _typed(listener: Listener, attempt: str) -> bool:
    return attempt in listener.desk.typing


async def test_shift_and_enter_begin_a_line_and_too_much_is_counted(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await tab.locator("#text").press_sequentially("one")
        await tab.press("#text", "Shift+Enter")
        await tab.locator("#text").press_sequentially("two")
        await tab.press("#text", "Enter")
        await listener.hears(attempt, "one\ntwo")
        await tab.fill("#text", "x" * 3900)
        await expect(tab.locator("#left")).to_have_text("100 characters left")
        await tab.fill("#text", "😀" * 4001)
        await expect(tab.locator("#left")).to_have_text("Too long by 1: send it in parts")
        await tab.press("#text", "Enter")
        assert await tab.input_value("#text") == "😀" * 4001
        await say(tab, "😀" * 4000)
        await listener.hears(attempt, "one\ntwo", "😀" * 4000)


async def test_words_are_text_whatever_they_hold(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        markup = "<img src=x onerror=alert(1)><script>alert(2)</script> &amp; {{ 7 * 7 }}"
        arabic = "مرحبا 123"
        listener.say(attempt, markup)
        listener.say(attempt, arabic)
        await say(tab, "a\u202eb\u2066c\u0007d")
        await listener.hears(attempt, "abcd")
        await shows(tab, markup, arabic, "abcd")
        assert await tab.locator("[data-log] img, [data-log] script").count() == 0
        texts = tab.locator("[data-log] .text")
        direction = "one => getComputedStyle(one).direction"
        assert [await texts.nth(n).evaluate(direction) for n in (0, 1)] == ["ltr", "rtl"]


@pytest.mark.parametrize("way", ["button", "escape"])
async def test_leaving_quickly_leaves_nothing(browser: Browser, house: Chats, way: str) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "a secret")
        await listener.hears(attempt, "a secret")
        if way == "button":
            await tab.get_by_role("link", name="Leave quickly").click()
        else:
            await tab.keyboard.press("Escape")
            await tab.keyboard.press("Escape")
        await tab.wait_for_url(EXIT)
        await listener.has_ended(attempt)
        assert await tab.evaluate("history.length") == 2
        await tab.go_back()
        assert HELP not in tab.url
        await tab.goto(house.address + HELP)
        await is_headed(tab, "start")
        assert await storage(tab) == NOTHING


async def test_one_escape_leads_nowhere_nor_do_two_far_apart(
    browser: Browser, house: Chats
) -> None:
    async with seeking(browser, house) as tab:
        await tab.clock.install()
        await tab.reload()
        await tab.keyboard.press("Escape")
        await tab.clock.fast_forward(2000)
        await tab.keyboard.press("Escape")
        assert HELP in tab.url
        await tab.keyboard.press("Escape")
        await tab.wait_for_url(EXIT)


async def test_nobody_on_duty_is_said_with_other_lines(browser: Browser, house: Chats) -> None:
    async with seeking(browser, house) as tab:
        await start(tab)
        await is_headed(tab, "nobody")
        for number in ("112", "113", "0800-0113", "0800-2000", "0800-0432"):
            link = tab.locator("footer").get_by_role("link", name=number, exact=True)
            assert await link.get_attribute("href") == f"tel:{number.replace('-', '')}"
        assert await storage(tab) == NOTHING
        async with house.listener():
            await tab.locator("[data-when='nobody'] button").click()
            await is_headed(tab, "waiting")


async def test_a_closed_chat_is_said(browser: Browser, house: Chats) -> None:
    async with house.listener(), seeking(browser, house) as tab:
        await house.run("INSERT INTO closed_channel (channel, closed_at) VALUES ('chat', now())")
        try:
            await start(tab)
            await is_headed(tab, "closed")
        finally:
            await house.run("DELETE FROM closed_channel")


async def test_without_a_database_nothing_begins_until_it_is_back(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        async with house.without_database():
            await start(tab)
            await is_headed(tab, "away")
            await tab.reload()
            await start(tab)
            await is_headed(tab, "away")
        await listener.answer()
        await is_headed(tab, "chat")


async def test_an_open_chat_goes_on_without_a_database(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        async with house.without_database():
            await say(tab, "still?")
            await listener.hears(attempt, "still?")
            listener.say(attempt, "still.")
            await shows(tab, "still?", "still.")


async def test_each_step_of_a_warm_handover_is_told(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        seeker = house.running.app.state.seekers.here[UUID(attempt)]
        for step, told in {
            "offered": "113 was asked to take over",
            "accepted": "113 will take over",
            "declined": "113 cannot take over now",
            "timed_out": "113 has not answered",
            "connected": "113 takes over now",
        }.items():
            seeker.tell_handover("113online", step)
            await expect(tab.locator("[data-notice]")).to_contain_text(told)


# The page knows of it once the browser has drawn it.
SCROLL_UP = """one => new Promise(done => {
    one.scrollTop = 0
    requestAnimationFrame(() => requestAnimationFrame(() => done(one.scrollTop === 0)))
})"""


async def test_what_is_new_shows_in_the_title_until_it_was_seen(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        for line in range(30):
            listener.say(attempt, f"line {line}")
        await expect(tab.locator(".said")).to_have_count(30)
        await eventually(lambda: _all_seen(listener, attempt, 30))
        log = tab.locator("[data-log]")
        await eventually(lambda: log.evaluate(SCROLL_UP))
        listener.say(attempt, "unread")
        await expect(tab).to_have_title("• Chat")
        assert await log.evaluate("one => one.scrollTop") == 0
        await log.evaluate("one => { one.scrollTop = one.scrollHeight }")
        await expect(tab).to_have_title("Chat")
        await eventually(lambda: _all_seen(listener, attempt, 31))


async def _all_seen(listener: Listener, attempt: str, count: int) -> bool:
    return listener.desk.words[attempt].seen == count
