"""The desk after a reload, in another browser, and while the database is away."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
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
from tests.browser.seeker import heard, seeking
from tests.browser.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")
GONE_FOR_LONG = """
UPDATE desk SET gone_at = gone_at - interval '1 minute'
WHERE volunteer_id = $1 AND gone_at IS NOT NULL RETURNING true
"""
KINDS = "SELECT array_agg(kind) FROM contact WHERE volunteer_id = $1"


@asynccontextmanager
async def database_away(site: Site) -> AsyncIterator[None]:
    """Let no process reach the database of contacts."""
    name = site.platform.databases["contacts"].rsplit("/", 1)[1]
    await site.platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await site.platform.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    try:
        yield
    finally:
        await site.platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


async def registered(site: Site, who: str) -> list[str]:
    """Return the kinds of what a listener has registered."""
    async with site.services["contacts"].database.commit() as connection:
        found = await connection.fetchval(KINDS, site.persons[who].volunteer_id)
    return list(found or [])


async def words_shown(tab: Page, number: int = 1) -> list[str]:
    """Return what stands in a chat."""
    return await pane(tab, number).locator(".words li bdi").all_inner_texts()


async def test_after_a_reload_everything_is_there_again(browser: Browser, helpline: Site) -> None:
    who = await given_listener(helpline)
    async with (
        at_desk(browser, helpline, who) as tab, seeking(helpline) as one, seeking(helpline) as two
    ):  # fmt: skip
        await answer(tab, 1)
        await answer(tab, 2)
        await say(tab, "good evening")
        await expect(pane(tab, 2).locator("[data-sign]")).to_have_text("arrived")
        for seeker in (one, two):
            seeker.say("hello")
        await expect(pane(tab, 1).locator(".words li")).to_have_count(1)
        await expect(pane(tab, 2).locator(".words li")).to_have_count(2)
        before = sorted([await words_shown(tab, 1), await words_shown(tab, 2)])
        await press(tab, "Escape", "c", "c", "Enter")
        await tab.reload()

        await expect(tab.locator("[data-pane]")).to_have_count(2)
        await expect(tab.locator("[data-state]")).to_have_text("You are present")
        ended = tab.locator("[data-pane]:has([data-ended]:not([hidden]))")
        open_chat = tab.locator("[data-pane]:has([data-ended][hidden])")
        await expect(ended).to_have_count(1)
        await expect(open_chat.locator(".words li bdi")).to_have_text(["hello"])
        assert ["hello"] in before
        await open_chat.locator("[data-box]").focus()
        await say(tab, "I am here again")
        await expect(open_chat.locator("[data-sign]")).to_have_text("arrived")
        assert sorted([*heard(one), *heard(two)]) == ["I am here again", "good evening"]


async def test_another_browser_takes_the_desk_over_and_gives_it_back(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        await answer(tab)
        await say(tab, "from the first")
        await expect(pane(tab, 1).locator("[data-sign]")).to_have_text("arrived")
        async with visiting(browser, helpline, who, "en") as context:
            other = await context.new_page()
            await other.goto("/contacts/desk")
            elsewhere = tab.locator("[data-notice=elsewhere]")
            await expect(elsewhere).to_be_visible()
            words = pane(other, 1).locator(".words li bdi")
            await expect(words).to_have_text(["from the first"])
            await press(other, "1")
            await say(other, "from the second")
            await press(tab, "Alt+h")
            await expect(elsewhere).to_be_hidden()
            await expect(other.locator("[data-notice=elsewhere]")).to_be_visible()
        both = ["from the first", "from the second"]
        await expect(pane(tab, 1).locator(".words li bdi")).to_have_text(both)
        assert heard(seeker) == both


async def test_a_registration_is_kept_over_a_reload_while_the_database_is_away(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    kept = f"sensoor-desk-{helpline.persons[who].volunteer_id}"
    async with visiting(browser, helpline, who, "en") as context:
        tab = await context.new_page()
        await tab.goto("/contacts/desk")
        await come(tab)
        async with seeking(helpline) as seeker:
            chat = await answer(tab)
            seeker.say("nobody must read this")
            await expect(chat.locator(".words")).to_contain_text("nobody")
            await say(tab, "nor this")
        await expect(chat.locator("[data-ended]")).to_be_visible()
        async with database_away(helpline):
            await expect(tab.locator("[data-notice=away]")).to_be_visible()
            await press(tab, "Enter", "a", "h", "9", "Enter")
            await expect(chat.locator("[data-part=registration]")).to_contain_text("kept")
            await expect(tab.locator("[data-notice=kept]")).to_contain_text(
                "1 registration is kept"
            )
            [(attempt, found)] = json.loads(
                await tab.evaluate("name => localStorage.getItem(name)", kept)
            ).items()
            assert attempt == await chat.get_attribute("data-attempt")
            assert found.keys() == {"key", "registration"}
            assert found["registration"] == {
                "kind": "conversation", "topics": ["loneliness", "suicidal_thoughts"],
                "outcome": "needs_more_support", "divertedFrom": None, "heavy": False,
                "misuseKind": None, "coolDown": None,
            }  # fmt: skip
            assert "nobody" not in await stored(tab)
            assert "nor this" not in await stored(tab)
            await tab.reload()
            await expect(tab.locator("[data-notice=kept]")).to_contain_text(
                "1 registration is kept"
            )
        await expect(tab.locator("[data-notice=kept]")).to_be_hidden()
        await expect(tab.locator("[data-pane]")).to_have_count(0)
        await expect(tab.locator("[data-notice=away]")).to_be_hidden()
        assert await tab.evaluate("localStorage.length") == 0
        assert await registered(helpline, who) == ["conversation"]
        await leave(helpline, who)


async def test_a_chat_of_who_is_gone_too_long_goes_to_another_and_both_are_told(
    browser: Browser, helpline: Site
) -> None:
    who, other = await given_listener(helpline), await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        await answer(tab)
        await say(tab, "from the first")
        await expect(pane(tab, 1).locator("[data-sign]")).to_have_text("arrived")
        await tab.context.set_offline(True)
        async with at_desk(browser, helpline, other) as there:

            async def gone_for_long() -> bool:
                async with helpline.services["contacts"].database.commit() as connection:
                    volunteer = helpline.persons[who].volunteer_id
                    return bool(await connection.fetchval(GONE_FOR_LONG, volunteer))

            await eventually(gone_for_long)
            chat = await answer(there)
            await expect(chat.locator("[data-about]")).to_contain_text("had another listener")
            await expect(chat.locator(".words li bdi")).to_have_text(["from the first"])
            await say(there, "from the second")
            await tab.context.set_offline(False)
            moved = tab.locator("[data-notice=moved]")
            await expect(moved).to_contain_text("another listener goes on")
            await expect(tab.locator("[data-pane]")).to_have_count(0)
            await press(tab, "z")
            await expect(moved).to_be_hidden()

            async def both_are_heard() -> bool:
                return heard(seeker) == ["from the first", "from the second"]

            await eventually(both_are_heard)
            await leave(helpline, other)


async def test_a_chat_goes_on_while_the_database_is_away(browser: Browser, helpline: Site) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        chat = await answer(tab)
        await say(tab, "before")
        async with database_away(helpline):
            await expect(tab.locator("[data-notice=away]")).to_be_visible()
            seeker.say("are you there still?")
            await expect(chat.locator(".words")).to_contain_text("are you there still?")
            await say(tab, "during")

            async def both_are_heard() -> bool:
                return heard(seeker) == ["before", "during"]

            await eventually(both_are_heard)
        await expect(tab.locator("[data-notice=away]")).to_be_hidden()


async def test_a_heavy_contact_offers_a_pause_and_a_mentor_is_told(
    browser: Browser, helpline: Site
) -> None:
    who, mentor = await given_listener(helpline), await given_listener(helpline, role="mentor")
    async with at_desk(browser, helpline, who) as tab:
        async with seeking(helpline):
            await answer(tab)
        await expect(pane(tab, 1).locator("[data-ended]")).to_be_visible()
        await press(tab, "Enter", "4", "z", "Enter")
        offered = tab.locator("[data-notice=pause]")
        await expect(offered).to_be_visible()
        async with at_desk(browser, helpline, mentor) as there:
            heavy = there.locator("[data-notice=heavy]")
            await expect(heavy).to_contain_text("heavy contact")
            await press(there, "z")
            await expect(heavy).to_be_hidden()
        await press(tab, "p")
        await expect(offered).to_be_hidden()
        await expect(tab.locator("[data-state]")).to_have_text("You have a pause")
