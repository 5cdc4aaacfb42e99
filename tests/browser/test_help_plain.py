"""The chat without scripts: a form, and a frame that asks for what is new by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, FrameLocator, Page, expect

from tests.browser.chats import EXIT, Chats
from tests.browser.listener import Listener
from tests.browser.looking import LOCALES
from tests.browser.seeking import HELP, PLAIN
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOON = 15_000  # the frame asks every four seconds


@asynccontextmanager
async def without_script(browser: Browser, house: Chats, path: str = PLAIN) -> AsyncIterator[Page]:
    context = await browser.new_context(
        base_url=house.address, java_script_enabled=False, locale=LOCALES["en"]
    )
    await context.route(f"{EXIT}**", lambda route: route.fulfill(body="The weather"))
    context.set_default_timeout(SOON)
    try:
        tab = await context.new_page()
        await tab.goto(path)
        yield tab
    finally:
        await context.close()


def frame(tab: Page) -> FrameLocator:
    return tab.frame_locator("iframe")


async def answered(tab: Page, listener: Listener) -> str:
    await tab.get_by_role("button", name="Start a chat").click()
    attempt = await listener.answer()
    await expect(tab.get_by_label("Your message")).to_be_visible(timeout=SOON)
    return attempt


async def say(tab: Page, text: str) -> None:
    await tab.get_by_label("Your message").fill(text)
    await tab.get_by_role("button", name="Send").click()


async def test_the_page_leads_there_where_scripts_do_not_run(
    browser: Browser, house: Chats
) -> None:
    async with without_script(browser, house, HELP) as tab:
        await tab.get_by_role("link", name="Start a chat without scripts").click()
        await tab.wait_for_url(f"**{PLAIN}**")
        await tab.get_by_role("button", name="Start a chat").click()
        await expect(tab.get_by_role("heading", level=1)).to_have_text("Nobody is on duty just now")
        assert await tab.context.cookies() == []


async def test_a_whole_chat_without_scripts(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        await tab.get_by_role("button", name="Start a chat").click()
        await expect(tab.get_by_role("heading", level=1)).to_have_text("You are in the queue")
        (cookie,) = await tab.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", HELP)
        assert cookie["expires"] == -1
        attempt = await listener.answer()
        await expect(tab.get_by_label("Your message")).to_be_visible(timeout=SOON)
        await say(tab, "<b>Hello?</b>\nA second line\u202e")
        await listener.hears(attempt, "<b>Hello?</b>\nA second line")
        listener.say(attempt, "Here I am.")
        texts = frame(tab).locator(".text")
        await expect(texts).to_have_text(
            ["Here I am.", "<b>Hello?</b>\nA second line"], timeout=SOON
        )
        await expect(frame(tab).locator(".mark")).to_have_text("seen", timeout=SOON)
        await tab.locator("summary").click()
        await tab.locator("details").get_by_role("button", name="End the chat").click()
        await expect(tab.get_by_role("heading", level=1)).to_have_text("The chat has ended")
        await expect(tab.locator(".text")).to_have_text(
            ["Here I am.", "<b>Hello?</b>\nA second line"]
        )
        assert await tab.context.cookies() == []
        await tab.reload()
        await expect(tab.get_by_role("heading", level=1)).to_contain_text("Chat with somebody")


async def test_another_process_goes_on_with_the_form(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "one")
        await listener.hears(attempt, "one")
        await house.restart()
        await expect(frame(tab).locator(".text")).to_have_text("one", timeout=SOON)
        await say(tab, "two")
        await listener.hears(attempt, "one", "two")


async def test_each_request_may_be_taken_by_another_process(browser: Browser, house: Chats) -> None:
    async with (
        house.another_process(), house.listener() as listener, without_script(browser, house) as tab
    ):  # fmt: skip
        attempt = await answered(tab, listener)
        said = []
        for number in range(6):
            await say(tab, f"word {number}")
            said.append(f"word {number}")
            await listener.hears(attempt, *said)
            await expect(tab.get_by_label("Your message")).to_have_value("")
        listener.say(attempt, "all of them")
        texts = frame(tab).locator(".text")
        await expect(texts).to_have_text(["all of them", *reversed(said)], timeout=SOON)


async def test_the_listener_ends_and_the_page_says_so(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        attempt = await answered(tab, listener)
        await listener.end(attempt)
        await frame(tab).get_by_role("link", name="The chat has ended: go on").click()
        await expect(tab.get_by_text("The listener has said goodbye.")).to_be_visible()


async def test_leaving_quickly_without_scripts_leaves_no_cookie(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        attempt = await answered(tab, listener)
        await tab.get_by_role("button", name="Leave quickly").click()
        await tab.wait_for_url(EXIT)
        assert await tab.context.cookies() == []

        async def ended() -> bool:
            return attempt in [one["attemptId"] for one in listener.desk.to_register]

        await eventually(ended)


async def test_too_long_a_message_stays_to_be_sent_in_parts(browser: Browser, house: Chats) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        attempt = await answered(tab, listener)
        await say(tab, "x" * 4001)
        await expect(tab.get_by_role("alert")).to_contain_text("send it in parts")
        assert await tab.get_by_label("Your message").input_value() == "x" * 4001
        await say(tab, "x" * 4000)
        await listener.hears(attempt, "x" * 4000)


async def test_without_a_database_an_open_chat_goes_on_and_no_other_begins(
    browser: Browser, house: Chats
) -> None:
    async with house.listener() as listener, without_script(browser, house) as tab:
        attempt = await answered(tab, listener)
        async with house.without_database(), without_script(browser, house) as other:
            await say(tab, "still?")
            await listener.hears(attempt, "still?")
            await other.get_by_role("button", name="Start a chat").click()
            await expect(other.get_by_role("heading", level=1)).to_have_text(
                "Chatting does not work just now"
            )


async def test_the_form_takes_no_form_of_another_site(browser: Browser, house: Chats) -> None:
    answer = await house.running.client.post(
        PLAIN, data={"do": "start"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
