"""The listener's desk in a real browser, against the real service: by keys alone."""

import re

import pytest
from demo.chat import Seeker
from playwright.async_api import Browser, Page, expect

from tests.browser.at_desk import (
    answer,
    at_desk,
    come,
    given_listener,
    leave,
    pane,
    press,
    say,
    stored,
)  # fmt: skip
from tests.browser.looking import visiting
from tests.browser.seeker import heard, is_in, seeking
from tests.browser.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_TABS = 60
COUNT_TONES = """() => {
  const { createOscillator } = AudioContext.prototype
  window.tones = 0
  AudioContext.prototype.createOscillator = function () {
    window.tones += 1
    return createOscillator.call(this)
  }
}"""
REGISTERED = "SELECT kind, topics, outcome, heavy FROM contact WHERE volunteer_id = $1"


async def tab_to(tab: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(MOST_TABS):
        await tab.keyboard.press("Tab")
        if await tab.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


async def hears(seeker: Seeker, *texts: str) -> None:
    """Wait until a help seeker has got these messages, and no others."""

    async def these() -> bool:
        return heard(seeker) == list(texts)

    await eventually(these)


async def test_a_listener_works_from_sign_in_to_registration_by_keys_alone(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with visiting(browser, helpline, language="en") as context:
        tab = await context.new_page()
        await tab.goto("/contacts/desk")
        await tab.wait_for_url(f"{helpline.issuer}/authorize?**")
        await tab_to(tab, "summary")
        await press(tab, "Enter")
        await tab_to(tab, "#role")
        await tab.keyboard.type("listener")
        await tab_to(tab, "#person")
        await tab.keyboard.type(str(helpline.persons[who].volunteer_id))
        await tab_to(tab, "details button")
        await press(tab, "Enter")
        await tab.wait_for_url(f"{helpline.address}/contacts/desk")

        await come(tab)
        async with seeking(helpline) as seeker:
            chat = await answer(tab)
            seeker.say("is anybody there?")
            await expect(chat.locator(".words")).to_contain_text("is anybody there?")
            await say(tab, "I am here")
            await hears(seeker, "I am here")
            await press(tab, "Escape", "c", "c")
            await is_in(seeker, "ended")
        await expect(chat.locator("[data-ended]")).to_have_text("you ended it")
        await press(tab, "a", "d", "6", "z", "Enter")

        await expect(chat).to_have_count(0)
        await press(tab, "q")
        await expect(tab.locator("#shifts")).to_be_visible()
        assert "anybody" not in await stored(tab)
    async with helpline.services["contacts"].database.commit() as connection:
        row = await connection.fetchrow(REGISTERED, helpline.persons[who].volunteer_id)
    assert row is not None
    assert list(row.values()) == [
        "conversation", ["loneliness", "family"], "helped_by_talk", True
    ]  # fmt: skip


async def test_three_chats_are_held_beside_each_other(browser: Browser, helpline: Site) -> None:
    who = await given_listener(helpline)
    async with (
        at_desk(browser, helpline, who) as tab, seeking(helpline) as one,
        seeking(helpline) as two, seeking(helpline) as three,
    ):  # fmt: skip
        for number in (1, 2, 3):
            await answer(tab, number)
        seekers = dict(zip((1, 2, 3), (one, two, three), strict=True))
        for number, seeker in seekers.items():
            seeker.say(f"I am {number}")
        for number in seekers:
            await expect(pane(tab, number).locator(".words")).to_contain_text("I am")
        # Whose words are in which pane is of the order in which they were answered.
        mark = pane(tab, 1).locator("[data-unread]")
        await expect(mark).to_have_text("1 new")
        await expect(pane(tab, 3).locator("[data-unread]")).to_be_hidden()
        await expect(pane(tab, 1).locator("[data-waiting]")).to_contain_text(
            "waiting for you since"
        )
        await expect(tab.locator("[data-next]")).to_contain_text("2 others wait for you")

        await press(tab, "Escape", "1")
        await expect(pane(tab, 1).locator("[data-box]")).to_be_focused()
        await expect(mark).to_be_hidden()
        await say(tab, "hello, one")
        await press(tab, "Alt+2")
        await tab.keyboard.type("half a thou")
        await tab.context.set_offline(True)
        await expect(tab.locator("[data-notice=lost]")).to_be_visible()
        await tab.keyboard.type("ght")
        await tab.context.set_offline(False)
        await expect(tab.locator("[data-notice=lost]")).to_be_hidden()
        await expect(pane(tab, 2).locator("[data-box]")).to_have_value("half a thought")
        await press(tab, "Enter")
        await expect(pane(tab, 2).locator("[data-sign]")).to_have_text("arrived")
        texts = sorted(text for seeker in seekers.values() for text in heard(seeker))
        assert texts == ["half a thought", "hello, one"]
        await press(tab, "Alt+j")
        await expect(pane(tab, 3).locator("[data-box]")).to_be_focused()


async def test_each_side_sees_that_the_other_types_and_has_seen(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        chat = await answer(tab)
        sign = chat.locator("[data-sign]")
        await eventually(lambda: _in_step(seeker))  # who is not there yet sees nobody type
        seeker.connection.send({"type": "typing"})
        await expect(sign).to_have_text("is typing …")
        seeker.say("<b>bold</b> \u05e9\u05dc\u05d5\u05dd")
        said = chat.locator(".words li bdi")
        await expect(said).to_have_text("<b>bold</b> \u05e9\u05dc\u05d5\u05dd")
        assert await said.get_attribute("dir") == "auto"
        await tab.keyboard.type("I")

        async def told() -> bool:
            return seeker.typed == 1 and seeker.words.seen == 1

        await eventually(told)
        await press(tab, "Enter")
        await expect(sign).to_have_text("arrived")
        await eventually(lambda: _looked(seeker))
        await expect(sign).to_have_text("seen")


async def _in_step(seeker: Seeker) -> bool:
    return seeker.words.in_step


async def _looked(seeker: Seeker) -> bool:
    seeker.words.look()
    return bool(heard(seeker))


async def test_a_letter_in_a_field_is_a_letter_and_single_keys_can_be_switched_off(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline):
        chat = await answer(tab)
        await tab.keyboard.type("cpqrnao?1")
        await expect(chat.locator("[data-box]")).to_have_value("cpqrnao?1")
        await expect(tab.locator("[data-state]")).to_have_text("You are present")
        await press(tab, "Escape", "?", "Space", "Escape", "p")
        await expect(tab.locator("[data-state]")).to_have_text("You are present")
        await press(tab, "Alt+p")
        await expect(tab.locator("[data-state]")).to_have_text("You have a pause")
        await press(tab, "Alt+?", "Space", "Escape", "p")
        await expect(tab.locator("[data-state]")).to_have_text("You are present")


async def test_who_comes_rings_in_the_title_and_goes_on_when_it_is_not_now(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    other = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline):
        await tab.evaluate(COUNT_TONES)
        await expect(tab.locator(".offer")).to_be_visible()
        await expect(tab).to_have_title(re.compile("Somebody comes: chat, national line"))
        await eventually(lambda: tab.evaluate("window.tones > 0"))
        await expect(tab.locator(".offer [data-left]")).to_have_text(re.compile(r"^\d+ s left$"))
        async with at_desk(browser, helpline, other) as there:
            await press(tab, "m", "n")
            await expect(tab.locator("[data-mute]")).to_contain_text("Sound on")
            await expect(tab.locator(".offer")).to_have_count(0)
            await expect(tab).to_have_title("Desk – Sensoor")
            await answer(there)
            await leave(helpline, other)


async def test_who_is_no_longer_signed_in_is_told_and_goes_on_after_signing_in(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab:
        session = await tab.context.cookies(helpline.address)
        await tab.context.clear_cookies()
        await press(tab, "p")
        told = tab.locator("[data-notice=signed-out]")
        await expect(told).to_be_visible()
        await tab.context.add_cookies(session)  # type: ignore[arg-type]
        await press(tab, "p")
        await expect(tab.locator("[data-state]")).to_have_text("You have a pause")
        await expect(told).to_be_hidden()


async def test_who_leaves_after_this_one_takes_nobody_new_and_is_gone_when_it_has_ended(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab:
        await press(tab, "i", "ArrowDown", "Escape")
        await expect(tab.locator("[data-most]")).to_have_value("4")
        async with seeking(helpline):
            chat = await answer(tab)
            await press(tab, "Escape", "q")
            await expect(tab.locator("[data-state]")).to_have_text("You leave after this one")
            await expect(tab.locator("[data-leave]")).to_be_hidden()
        await expect(tab.locator("#shifts")).to_be_visible()
        await press(tab, "Enter", "r", "5", "Enter")
        await expect(chat).to_have_count(0)
        assert await tab.evaluate("document.activeElement !== document.body")
