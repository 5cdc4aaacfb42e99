"""Listeners for the tests of the desk: on a shift that runs now, each at a desk of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from playwright.async_api import Browser, Page, expect
from shared.month import TIME_ZONE
from shared.roles import Role
from volunteers.shifts.rules.day_parts import DAY_PARTS, HOURS

from tests.browser.looking import visiting
from tests.browser.site import Person, Site
from tests.volunteers import desk

OPEN = "SELECT attempt_id FROM attempt WHERE state IN ('offered', 'answered', 'ended')"


async def given_listener(site: Site, name: str, *, role: str = "listener") -> str:
    """Let a volunteer be admitted with a place in a shift that runs now; return their name."""
    client = site.services["volunteers"].client
    location = site.values["volunteers"]["location_id"]
    [volunteer] = await desk.admitted(client, location)
    now = datetime.now(UTC).astimezone(TIME_ZONE)
    shift = await desk.a_shift(
        client, location, day=f"{now.date()}", part=DAY_PARTS[now.hour // HOURS],
        channels=["telephone", "chat"],
    )  # fmt: skip
    await desk.post(client, f"/shifts/{shift}/places", volunteerId=volunteer)
    site.persons[name] = Person(Role.LISTENER, UUID(volunteer))
    await site.settle()
    return name


@asynccontextmanager
async def at_desk(
    browser: Browser, site: Site, name: str, language: str = "en"
) -> AsyncIterator[Page]:
    """Be at the desk in a browser of one's own, present in the shift."""
    async with visiting(browser, site, name, language) as context:
        tab = await context.new_page()
        await tab.goto("/contacts/desk")
        await come(tab)
        yield tab


async def come(tab: Page) -> None:
    """Take the first shift by its key, and wait until the desk says so."""
    await expect(tab.locator("#shifts [data-choose]").first).to_be_visible()
    await tab.keyboard.press("s")
    await expect(tab.locator("[data-state]")).to_have_class("mark done")


async def answer(tab: Page, number: int = 1) -> None:
    """Answer who comes, from wherever the focus is, and wait for the pane."""
    await expect(tab.locator(".offer")).to_be_visible(timeout=15_000)
    await tab.keyboard.press("Alt+a")
    await expect(pane(tab, number).locator("[data-box]")).to_be_focused()


def pane(tab: Page, number: int):
    """Return the pane of a chat by its number."""
    return tab.locator(f"[data-pane]:has(#pane-{number})")
