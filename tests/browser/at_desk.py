"""Listeners for the tests of the desk: on a shift that runs now, each at a desk of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from uuid import UUID

from playwright.async_api import Browser, Locator, Page, expect
from shared.roles import Role

from tests.browser.looking import visiting
from tests.browser.on_now import a_shift_on_now
from tests.browser.site import Person, Site
from tests.volunteers import desk

# The service may take a second to look, and other tests run beside these.
expect.set_options(timeout=20_000)
numbers = count(1)


async def given_listener(site: Site, role: str = "trainee") -> str:
    """Let somebody be admitted, with a place in a shift that runs now; return who it is.

    Who was a trainee is a listener then, and a mentor stays one.
    """
    client = site.services["volunteers"].client
    location = site.values["volunteers"]["location_id"]
    [volunteer] = await desk.volunteers(client, location, role=role)
    await desk.train(client, [volunteer])
    await desk.sign_off(client, volunteer)
    shift = await a_shift_on_now(site, location, ["telephone", "chat"])
    await desk.post(client, f"/shifts/{shift}/places", volunteerId=volunteer)
    who = f"listener at desk {next(numbers)}"
    site.persons[who] = Person(Role.LISTENER, UUID(volunteer))
    await site.settle()
    return who


@asynccontextmanager
async def at_desk(
    browser: Browser, site: Site, who: str, language: str = "en"
) -> AsyncIterator[Page]:
    """Be present at the desk in a browser of one's own; leave it at the end, whatever happened."""
    async with visiting(browser, site, who, language) as context:
        tab = await context.new_page()
        await tab.goto("/contacts/desk")
        await come(tab)
        try:
            yield tab
        finally:
            await leave(site, who)


async def come(tab: Page) -> None:
    """Take the first shift by its key, and wait until the desk says so."""
    await expect(tab.locator("#shifts [data-choose]").first).to_be_visible()
    await tab.keyboard.press("s")
    await expect(tab.locator("[data-state]")).to_have_class("mark done")


async def leave(site: Site, who: str) -> None:
    """End what is open at a desk, and leave it."""
    client = site.services["contacts"].client
    headers = {"Authorization": f"Bearer {site.token(who)}"}
    now = (await client.get("/v1/desk", headers=headers)).json()
    for chat in now["chats"]:
        await client.post(f"/v1/desk/attempts/{chat['attemptId']}/end", headers=headers)
    answer = await client.delete("/v1/desk", headers=headers)
    assert answer.is_success, answer.text


def pane(tab: Page, number: int) -> Locator:
    """Return the pane of a chat by its number."""
    return tab.locator(f"[data-pane]:has(#pane-{number})")


async def answer(tab: Page, number: int = 1) -> Locator:
    """Answer who comes, from wherever the focus is; return the pane, with the focus in its box."""
    await expect(tab.locator(".offer").first).to_be_visible()
    await tab.keyboard.press("Alt+a")
    found = pane(tab, number)
    await expect(found.locator("[data-box]")).to_be_focused()
    return found


async def press(tab: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await tab.keyboard.press(key)


async def say(tab: Page, text: str) -> None:
    """Type a message where the focus is, and send it."""
    await tab.keyboard.type(text)
    await tab.keyboard.press("Enter")


async def stored(tab: Page) -> str:
    """Return all that the browser keeps of the site beyond the page."""
    found: str = await tab.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    return found
