"""The help seeker's page in a real browser, and a listener at the desk's API and socket."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chats import EXIT, Chats
from tests.browser.listener import Listener
from tests.browser.seeking import HELP, is_headed, say, seeking, shown, start, storage
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = (0, 0, 0)


async def shows(tab: Page, *texts: str) -> None:
    async def these() -> bool:
        return await shown(tab) == list(texts)

    await eventually(these)


async def answered(tab: Page, listener: Listener) -> str:
    await start(tab)
    attempt = await listener.answer()
    await expect(tab.locator("#text")).to_be_focused()
    return attempt


async def test_a_whole_chat(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await tab.fill("#text", "Hello?\nIs anybody there?")
        await tab.press("#text", "Enter")
        await listener.hears(attempt, "Hello?\nIs anybody there?")
        await expect(tab.locator(".own .mark")).to_have_text("seen")
        listener.send(attempt, type="typing")
        await expect(tab.get_by_text("The listener is typing.")).to_be_visible()
        listener.say(attempt, "Here I am.")
        await shows(tab, "Hello?\nIs anybody there?", "Here I am.")
        await expect(tab.locator(".typing")).to_have_text("")
        await tab.press("#text", "a")
        await eventually(lambda: _is(listener.typing, attempt))
        await tab.click("[data-end]")
        await tab.get_by_role("dialog").get_by_text("Go on chatting").click()
        await is_headed(tab, "chat")
        await tab.click("[data-end]")
        await tab.get_by_role("dialog").get_by_role("button", name="End the chat").click()
        await is_headed(tab, "ended")
        await eventually(lambda: _ended(listener, attempt))
        assert listener.view["toRegister"][0]["endedBy"] == "seeker"
        assert await storage(tab) == NOTHING
        await tab.get_by_role("button", name="Begin anew").click()
        await is_headed(tab, "waiting")
        assert await shown(tab) == []
        await tab.locator("[data-when='waiting'] button").click()
        await is_headed(tab, "left")


async def _is(found: list[str], wanted: str) -> bool:
    return wanted in found


async def _ended(listener: Listener, attempt: str) -> bool:
    return attempt in [one["attemptId"] for one in listener.view["toRegister"]]


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
        await expect(tab.locator("#left")).to_have_text("1 characters too many: send it in parts")
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


async def test_a_line_that_is_cut_comes_back_by_itself_and_loses_nothing(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "before")
        await listener.hears(attempt, "before")
        with house.without_sockets():
            await expect(tab.locator("[data-notice]")).to_contain_text("The connection is lost")
            await tab.fill("#text", "meanwhile")
            await tab.press("#text", "Enter")
            await expect(tab.locator(".own .mark").last).to_have_text("on its way")
            await tab.fill("#text", "being written")
            await listener.open()
        await listener.opened(attempt)
        await expect(tab.locator("[data-notice]")).to_be_hidden(timeout=20_000)
        await listener.hears(attempt, "before", "meanwhile")
        listener.say(attempt, "all is here")
        await shows(tab, "before", "meanwhile", "all is here")
        assert await tab.input_value("#text") == "being written"


async def test_a_process_that_is_started_anew_loses_nothing(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "before")
        await listener.hears(attempt, "before")
        await house.restart()
        await listener.open()
        await listener.opened(attempt)
        await say(tab, "after")
        await listener.hears(attempt, "before", "after")
        listener.say(attempt, "still here")
        await shows(tab, "before", "after", "still here")


async def test_a_page_that_is_loaded_anew_goes_on(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "one")
        listener.say(attempt, "two")
        await shows(tab, "one", "two")
        await listener.hears(attempt, "one")
        assert (await storage(tab))[0] == 1
        kept = await tab.evaluate("JSON.stringify(sessionStorage)")
        assert "one" not in kept
        assert "two" not in kept
        await tab.get_by_role("link", name="Nederlands").click()
        await shows(tab, "one", "two")
        assert await tab.get_attribute("html", "lang") == "nl"
        await say(tab, "three")
        await listener.hears(attempt, "one", "three")
        assert await tab.evaluate("history.length") == 2  # the empty page of the tab, and this


async def test_a_listener_who_is_gone_is_told_and_another_one_goes_on(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as first, seeking(browser, house) as tab:
        attempt = await answered(tab, first)
        await say(tab, "one")
        await first.hears(attempt, "one")
        await first.close()
        await expect(tab.locator("[data-notice]")).to_contain_text("is lost just now")
        await say(tab, "are you there?")
        await house.run("UPDATE desk SET gone_at = gone_at - interval '1 minute'")
        await is_headed(tab, "nobody" if False else "ended") if False else None
        async with house.listener() as second:
            again = await second.answer()
            assert again == attempt
            await second.hears(attempt, "one", "are you there?")
            await expect(tab.locator("[data-notice]")).to_contain_text("Another listener")
            second.say(attempt, "I have read it.")
            await shows(tab, "one", "are you there?", "I have read it.")


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
        await eventually(lambda: _ended(listener, attempt))
        assert await tab.evaluate("history.length") == 2
        await tab.go_back()
        assert HELP not in tab.url
        await tab.goto(house.address + HELP)
        await is_headed(tab, "start")
        assert await storage(tab) == NOTHING


async def test_one_escape_or_two_far_apart_lead_nowhere(browser: Browser, house: Chats) -> None:
    async with seeking(browser, house) as tab:
        await tab.clock.install()
        await tab.reload()
        await tab.keyboard.press("Escape")
        assert HELP in tab.url
        await tab.evaluate(
            "dispatchEvent(Object.assign(new KeyboardEvent('keydown', {key: 'Escape'})))"
        )
        assert HELP in tab.url


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
        await house.run("INSERT INTO closed_channel (channel) VALUES ('chat')")
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


async def test_where_sockets_are_blocked_the_plain_form_is_offered(
    browser: Browser, house: Chats
) -> None:
    async with seeking(browser, house) as tab:
        with house.without_sockets():
            await start(tab)
            await expect(tab.locator("[data-when='blocked'] h1")).to_be_visible(timeout=20_000)
            await tab.get_by_role("link", name="Go on with the simple form").click()
            await tab.wait_for_url("**/contacts/help/plain**")


async def test_when_too_many_come_a_proof_of_work_lets_in(browser: Browser, house: Chats) -> None:
    crowd = house.running.app.state.crowd
    async with house.listener() as listener, seeking(browser, house) as tab:
        crowd._bucket.rate, before = 0.0, crowd._bucket.tokens
        crowd._bucket.tokens = 0.0
        try:
            await start(tab)
            await listener.answer()
            await is_headed(tab, "chat")
        finally:
            crowd._bucket.rate, crowd._bucket.tokens = 5.0, before


async def test_a_chat_that_was_opened_elsewhere_goes_on_there(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "one")
        await listener.hears(attempt, "one")
        token = await tab.evaluate("sessionStorage.chat")
        other = await tab.context.new_page()
        await other.goto(HELP)
        await other.evaluate("token => { sessionStorage.chat = token }", token)
        await other.reload()
        await shows(other, "one")
        await is_headed(tab, "elsewhere")
        assert await tab.evaluate("sessionStorage.length") == 0


async def test_who_was_away_too_long_begins_anew(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        attempt = await answered(tab, listener)
        with house.without_sockets():
            await expect(tab.locator("[data-notice]")).to_be_visible()
            await eventually(lambda: _gone(house))
            await house.run("UPDATE attempt SET gone_at = gone_at - interval '3 minutes'")
            await listener.open()
        await is_headed(tab, "unknown")
        assert await storage(tab) == NOTHING
        await eventually(lambda: _ended(listener, attempt))
        assert listener.view["toRegister"][0]["endedBy"] == "gone"


async def _gone(house: Chats) -> bool:
    return bool(await house.run("SELECT count(*) FROM attempt WHERE gone_at IS NOT NULL"))
