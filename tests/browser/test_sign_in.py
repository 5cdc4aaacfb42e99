"""Signing in and out in a real browser, and what others may try to do with it."""

from collections.abc import AsyncIterator
from urllib.parse import quote, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from shared.pages.sign_in import SESSION

from tests.browser.looking import visiting
from tests.browser.signing_in import (
    FORM,
    LISTS,
    callback_of,
    choose,
    role_shown,
    session_of,
    sign_in,
    sign_out,
)
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[Page]:
    """A browser of somebody who is not signed in."""
    async with visiting(browser, helpline, language="en") as context:
        yield await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def other(browser: Browser, helpline: Site) -> AsyncIterator[Page]:
    """The browser of somebody else."""
    async with visiting(browser, helpline, language="en") as context:
        yield await context.new_page()


async def is_refused_and_says_what_to_do(tab: Page) -> None:
    assert "open the page again" in await tab.inner_text("main .opening")
    assert await tab.get_attribute("main a", "href") == "/"


async def test_whoever_signs_in_sees_the_page_that_they_asked_for(
    tab: Page, helpline: Site
) -> None:
    await tab.goto(f"{LISTS}?cursor=none")
    await choose(tab, helpline, "analyst")
    assert tab.url == f"{helpline.address}{LISTS}?cursor=none"


async def test_one_sign_in_serves_all_services_and_one_sign_out_ends_it_for_all(
    tab: Page, helpline: Site
) -> None:
    await sign_in(tab, helpline, "finance")
    for service in ("contacts", "billing", "volunteers", "reporting"):
        answer = await tab.goto(f"/{service}/signed-in")
        assert answer is not None
        assert answer.url == f"{helpline.address}/{service}/signed-in"
    await sign_out(tab)
    assert await session_of(tab.context, helpline) is None
    for service in ("contacts", "billing", "volunteers", "reporting"):
        await tab.goto(f"/{service}/signed-in")
        assert tab.url.startswith(helpline.issuer)


async def test_after_signing_out_the_back_button_shows_no_page(tab: Page, helpline: Site) -> None:
    await sign_in(tab, helpline, "finance", LISTS)
    await tab.goto(FORM)
    await tab.fill("[name=count]", "7")
    await sign_out(tab)
    for _ in range(3):
        await tab.go_back()
        assert await tab.locator(".role").count() == 0
        assert await tab.locator("[name=count]").count() == 0


async def test_a_session_planted_before_is_replaced_by_ones_own(tab: Page, helpline: Site) -> None:
    planted = helpline.token("analyst")
    for path in ("/", "/probe", "/probe/form"):
        await tab.context.add_cookies([{
            "name": SESSION, "value": planted, "domain": "127.0.0.1", "path": path,
        }])  # fmt: skip
    await sign_in(tab, helpline, "finance")
    assert await role_shown(tab) == "finance"
    here = await tab.context.cookies(helpline.address)
    assert [one["value"] == planted for one in here if one["name"] == SESSION] == [False]


async def test_nobody_is_signed_in_as_another_by_a_link(
    tab: Page, other: Page, helpline: Site
) -> None:
    await other.goto(FORM)
    link = await callback_of(other, helpline, "finance")
    await tab.goto(link)
    await is_refused_and_says_what_to_do(tab)
    assert await session_of(tab.context, helpline) is None


async def test_whoever_is_signed_in_stays_who_they_are_by_such_a_link(
    tab: Page, other: Page, helpline: Site
) -> None:
    await sign_in(tab, helpline, "coordinator of the nation")
    await other.goto(FORM)
    await tab.goto(await callback_of(other, helpline, "finance"))
    await is_refused_and_says_what_to_do(tab)
    await tab.goto(FORM)
    assert await role_shown(tab) == "coordinator"


async def test_a_code_of_another_browser_is_refused_with_ones_own_state(
    tab: Page, other: Page, helpline: Site
) -> None:
    await tab.goto(FORM)
    own = await callback_of(tab, helpline, "coordinator of the nation")
    await other.goto(FORM)
    code = urlsplit(await callback_of(other, helpline, "finance")).query.split("&")[0]
    await tab.goto(f"{own.split('?')[0]}?{code}&{urlsplit(own).query.split('&')[1]}")
    await is_refused_and_says_what_to_do(tab)
    assert await session_of(tab.context, helpline) is None


async def test_a_callback_works_once(tab: Page, helpline: Site) -> None:
    await tab.goto(FORM)
    link = await callback_of(tab, helpline, "finance")
    await tab.goto(link)
    assert tab.url == f"{helpline.address}{FORM}"
    await tab.goto(link)
    await is_refused_and_says_what_to_do(tab)
    await tab.goto(FORM)
    assert await role_shown(tab) == "finance"


async def test_two_tabs_can_sign_in_at_once(tab: Page, helpline: Site) -> None:
    second = await tab.context.new_page()
    await tab.goto(FORM)
    await second.goto(LISTS)
    await choose(tab, helpline, "finance")
    await choose(second, helpline, "finance")
    assert (tab.url, second.url) == (f"{helpline.address}{FORM}", f"{helpline.address}{LISTS}")


ELSEWHERE = [
    "//evil.localhost", "///evil.localhost", "/\\evil.localhost", "\\\\evil.localhost",
    "http://evil.localhost", "https:evil.localhost", "https:/evil.localhost", "javascript:alert(1)",
    "/\t/evil.localhost", "\t//evil.localhost", " //evil.localhost", "/\n/evil.localhost",
    "/\r\nLocation: http://evil.localhost", "%2F%2Fevil.localhost", "/%2Fevil.localhost",
    "/%5Cevil.localhost", "/.//evil.localhost", "/..//evil.localhost", "/probe/..//evil.localhost",
    "@evil.localhost", "/@evil.localhost", ".evil.localhost", ":80@evil.localhost", "", "/\u00a0/x",
]  # fmt: skip


async def test_sign_in_leads_nowhere_else(tab: Page, helpline: Site) -> None:
    for to in ELSEWHERE:
        answer = await tab.goto(f"/probe/sign-in?to={quote(to, safe='')}")
        if answer and answer.status == 400:
            assert "a page of this service" in await tab.inner_text("main .opening"), to
            continue
        if tab.url.startswith(helpline.issuer):
            await choose(tab, helpline, "finance")
        assert tab.url.startswith(f"{helpline.address}/"), to


async def test_the_choice_of_language_leads_nowhere_else(tab: Page, helpline: Site) -> None:
    await sign_in(tab, helpline, "finance")
    for to in ELSEWHERE:
        await tab.goto(FORM)
        await tab.evaluate("to => { document.querySelector('[name=to]').value = to }", to)
        await tab.click("[name=language]")
        await tab.wait_for_load_state()
        assert tab.url.startswith(f"{helpline.address}/"), to


async def test_a_language_that_was_chosen_is_that_of_all_services(
    tab: Page, helpline: Site
) -> None:
    await sign_in(tab, helpline, "finance", f"{FORM}?cursor=abc")
    assert await tab.get_attribute("html", "lang") == "en"
    await tab.click("text=Nederlands")
    await tab.wait_for_load_state()
    assert tab.url == f"{helpline.address}{FORM}?cursor=abc"
    for page in (FORM, "/contacts/signed-in", "/reporting/signed-in"):
        await tab.goto(page)
        assert await tab.get_attribute("html", "lang") == "nl"
