"""The help seeker's page on a bad line: it comes back by itself; no word is lost or doubled."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chats import Chats
from tests.browser.seeking import HELP, answered, is_headed, say, seeking, shows, start, storage
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = (0, 0, 0)


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
        first.desk.close()
        await expect(tab.locator("[data-notice]")).to_contain_text("is lost just now")
        await say(tab, "are you there?")
        # On duty before the first is given up: a chat for which nobody is on duty ends.
        async with house.listener() as second:
            await house.run("UPDATE desk SET gone_at = gone_at - interval '1 minute'")
            again = await second.answer()
            assert again == attempt
            await second.hears(attempt, "one", "are you there?")
            await expect(tab.locator("[data-notice]")).to_contain_text("Another listener")
            second.say(attempt, "I have read it.")
            await shows(tab, "one", "are you there?", "I have read it.")


async def test_where_sockets_are_blocked_the_plain_form_is_offered(
    browser: Browser, house: Chats
) -> None:
    async with seeking(browser, house) as tab:
        with house.without_sockets():
            await start(tab)
            await expect(tab.locator("[data-when='blocked'] h1")).to_be_visible(timeout=20_000)
            await tab.get_by_role("link", name="Go on with the simple form").click()
            await tab.wait_for_url("**/contacts/help/plain**")


async def test_a_socket_that_opens_after_all_goes_on_by_itself(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, seeking(browser, house) as tab:
        with house.without_sockets():
            await start(tab)
            await expect(tab.locator("[data-when='blocked'] h1")).to_be_visible(timeout=20_000)
        await listener.answer()
        await is_headed(tab, "chat")


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
            assert await listener.has_ended(attempt) == "gone"
        await is_headed(tab, "unknown")
        assert await storage(tab) == NOTHING


async def _gone(house: Chats) -> bool:
    return bool(await house.run("SELECT count(*) FROM attempt WHERE gone_at IS NOT NULL"))
