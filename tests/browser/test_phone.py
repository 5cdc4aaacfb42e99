"""A volunteer's own pages on a phone: sign up, give back, swap, and read without a connection."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from shared.pages.sign_in import SESSION
from shared.roles import Role

from tests.browser.looking import SCREENSHOTS, TAKES_PICTURES, visiting
from tests.browser.signing_in import DONE, sign_out
from tests.browser.site import Person, Site
from tests.volunteers import desk
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")
PHONE = {"width": 390, "height": 844}
ME, SHIFTS, OPEN, SWAPS = (f"/volunteers/me{path}" for path in ("", "/shifts", "/open", "/swaps"))
KEPT = """caches.match('/volunteers/me/shifts/kept', { ignoreVary: true })
  .then(async (kept) => kept ? kept.text() : '')"""
# Another shift is open now: that of an accident line.
EVENING = ".card:has-text('20:00–24:00')"
SIGN_UP = f"{EVENING} button:has-text('Sign up')"
numbers = count()


@asynccontextmanager
async def phone(browser: Browser, site: Site, who: str) -> AsyncIterator[Page]:
    """Somebody's phone."""
    async with visiting(browser, site, who, "en") as context:
        tab = await context.new_page()
        await tab.set_viewport_size(PHONE)
        yield tab


@pytest_asyncio.fixture(loop_scope="session")
async def two(helpline: Site) -> list[str]:
    """Two volunteers of a new location, with an evening to take in five days, and in six."""
    client = helpline.services["volunteers"].client
    location = await desk.a_location(client)
    for days in (5, 6):
        day = datetime.now(UTC).date() + timedelta(days=days)
        await desk.a_shift(client, location, day=f"{day}", part="evening", needed=1)
    names = []
    for volunteer in await desk.admitted(client, location, how_many=2):
        names.append(f"phone {next(numbers)}")
        helpline.persons[names[-1]] = Person(Role.LISTENER, UUID(volunteer))
    return names


async def press(tab: Page, what: str) -> None:
    async with tab.expect_navigation():
        await tab.locator(what).first.click()


async def picture(tab: Page, name: str) -> None:
    if TAKES_PICTURES:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await tab.screenshot(path=SCREENSHOTS / f"phone-{name}.png", full_page=True)


async def sign_up(tab: Page) -> None:
    await tab.goto(OPEN)
    await press(tab, SIGN_UP)
    assert "You are in the shift" in await tab.inner_text(DONE)


async def cards(tab: Page) -> int:
    await tab.goto(SHIFTS)
    return await tab.locator(".card").count()


async def is_controlled(tab: Page) -> None:
    """Wait until the worker serves the page."""

    async def there() -> bool:
        return bool(await tab.evaluate("navigator.serviceWorker.controller !== null"))

    await eventually(there)


async def kept(tab: Page) -> str:
    """Return the page that is kept, or nothing."""
    found: str = await tab.evaluate(KEPT)
    return found


async def is_kept(tab: Page, words: str = "My shifts") -> None:
    async def there() -> bool:
        return words in await kept(tab)

    await eventually(there)


async def test_a_volunteer_signs_up_and_gives_the_shift_back(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await tab.goto(ME)
        await picture(tab, "today-nothing")
        await press(tab, "main a.button")
        await picture(tab, "open")
        await press(tab, SIGN_UP)
        assert "You are in the shift" in await tab.inner_text(DONE)
        assert tab.url.endswith(SHIFTS)
        await picture(tab, "shifts")
        assert "20:00–24:00" in await tab.inner_text(".card")
        await tab.click(".card summary")
        await picture(tab, "giving-back")
        await press(tab, ".card button")
        assert "given the shift back" in await tab.inner_text(DONE)
        assert await tab.locator(".card").count() == 0


async def test_somebody_takes_a_shift_over(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    anna, bob = two
    async with phone(browser, helpline, anna) as tab, phone(browser, helpline, bob) as other:
        await sign_up(tab)
        await press(tab, ".card a.button")
        await picture(tab, "swaps")
        await press(tab, "#propose ~ form button")
        assert "proposed" in await tab.inner_text(DONE)
        await other.goto(SWAPS)
        await picture(other, "take-over")
        await press(other, ".card button")
        assert (await cards(tab), await cards(other)) == (0, 1)


async def test_two_exchange_their_shifts(browser: Browser, helpline: Site, two: list[str]) -> None:
    anna, bob = two
    async with phone(browser, helpline, anna) as tab, phone(browser, helpline, bob) as other:
        await sign_up(tab)
        await sign_up(other)
        await tab.goto(SHIFTS)
        mine = await tab.inner_text(".card h2")
        await press(tab, ".card a.button")
        await tab.select_option("#takes", index=1)
        await press(tab, "#propose ~ form button")
        await other.goto(ME)
        await picture(other, "today-with-a-swap")
        assert mine.split()[1] in await other.inner_text("main")
        await press(other, "button:has-text('Agree')")
        await other.goto(SHIFTS)
        assert await other.inner_text(".card h2") == mine


async def test_what_the_rules_forbid_is_said_with_what_would_be_allowed(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab, phone(browser, helpline, two[1]) as other:
        await tab.goto(OPEN)
        await sign_up(other)
        await press(tab, SIGN_UP)
        said = await tab.inner_text("[role=alert]")
        assert said == "All places are taken: wait for one, or choose another shift."
        await press(tab, "button:has-text('Wait for a place')")
        assert "waiting list" in await tab.inner_text(DONE)
        await picture(tab, "waiting")


async def test_own_shifts_are_read_without_a_connection(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await sign_up(tab)
        await is_kept(tab, "20:00–24:00")
        await tab.context.set_offline(True)
        for path in (SHIFTS, ME, OPEN):
            await tab.goto(path)
            assert "There is no connection" in await tab.inner_text("main")
            assert "20:00–24:00" in await tab.inner_text(".card")
        await picture(tab, "offline")
        await tab.context.set_offline(False)
        await tab.goto(SHIFTS)
        assert await tab.locator(".notice.warn").count() == 0


async def test_what_is_kept_is_the_own_shifts_and_goes_with_the_session(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await sign_up(tab)
        await is_kept(tab, "20:00–24:00")
        paths = await tab.evaluate(
            "caches.open('own-shifts').then((cache) => cache.keys())"
            ".then((all) => all.map((one) => new URL(one.url).pathname))"
        )
        pages = [path for path in paths if "/static/" not in path]
        assert pages == ["/volunteers/me/shifts/kept"]
        await tab.context.clear_cookies(name=SESSION)
        await tab.goto(ME)  # leads to the issuer
        await tab.goto("/contacts/help")

        async def gone() -> bool:
            return await kept(tab) == ""

        await eventually(gone)


async def test_signing_out_takes_away_what_is_kept(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await sign_up(tab)
        await is_kept(tab)
        # Of another service of this host.
        await tab.goto("/contacts/signed-in")
        await sign_out(tab)
        await tab.goto("/contacts/help")
        assert await tab.evaluate("caches.keys()") == []


async def test_the_pages_can_be_installed(browser: Browser, helpline: Site, two: list[str]) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await tab.goto(ME)
        client = await tab.context.new_cdp_session(tab)
        found = await client.send("Page.getAppManifest")
        assert found["errors"] == []
        assert found["url"].endswith("/volunteers/me/manifest.webmanifest")
        assert '"display":"standalone"' in found["data"]
        await is_controlled(tab)
        errors = (await client.send("Page.getInstallabilityErrors"))["installabilityErrors"]
        assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []


async def test_a_push_message_shows_what_kind_of_news_there_is(
    browser: Browser, helpline: Site, two: list[str]
) -> None:
    async with phone(browser, helpline, two[0]) as tab:
        await tab.context.grant_permissions(["notifications"], origin=helpline.address)
        client = await tab.context.new_cdp_session(tab)
        found: list[str] = []
        client.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda said: found.extend(
                one["registrationId"] for one in said["registrations"] if not one["isDeleted"]
            ),
        )
        await client.send("ServiceWorker.enable")
        await tab.goto("/volunteers/me/data")
        await is_controlled(tab)
        assert await tab.is_visible("[data-push] button")
        told = json.dumps({"kind": "shift_reminder", "path": SHIFTS})
        shown = """navigator.serviceWorker.ready.then((found) => found.getNotifications())
          .then((all) => all.map((one) => one.body))"""

        async def is_shown() -> bool:
            # Chromium drops what comes while it starts the worker; one of a kind is shown once.
            await client.send("ServiceWorker.deliverPushMessage", {
                "origin": helpline.address, "registrationId": found[-1], "data": told,
            })  # fmt: skip
            return await tab.evaluate(shown) == ["Your shift is coming up"]

        await eventually(is_shown)
