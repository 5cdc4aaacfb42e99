"""Forms in a real browser: a session that ends meanwhile, two persons, and foreign pages."""

import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from shared.pages.sign_in import SESSION

from tests.browser.foreign import Foreigner, foreign_site
from tests.browser.looking import visiting
from tests.browser.signing_in import (
    DONE,
    FORM,
    choose,
    fill_in,
    role_shown,
    rung,
    session_of,
    sign_in,
)
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
NATION = "coordinator of the nation"


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[Page]:
    """A browser in which finance is signed in, and nothing rang yet."""
    helpline.probe.state.rung.clear()
    async with visiting(browser, helpline, "finance", "en") as context:
        tab = await context.new_page()
        await tab.goto(FORM)
        yield tab


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def foreigner() -> AsyncIterator[Foreigner]:
    """Pages of somebody else."""
    async with foreign_site() as found:
        yield found


async def send(tab: Page) -> None:
    async with tab.expect_navigation():
        await tab.click("main form button")


async def sign_in_beside(tab: Page, site: Site, who: str) -> None:
    """Sign in in a new tab, as the page of a kept form says."""
    async with tab.expect_popup() as opened:
        await tab.click("main ol a")
    beside = await opened.value
    await choose(beside, site, who)
    assert "signed in" in await beside.inner_text("h1")
    await beside.close()


async def test_a_form_is_done_once_and_says_so(tab: Page, helpline: Site) -> None:
    await fill_in(tab)
    await send(tab)
    assert await tab.inner_text(DONE) == "It rang & rang."
    await tab.reload()
    assert await tab.locator(DONE).count() == 0
    assert rung(helpline) == ["2026-12-24"]


async def test_a_session_that_expired_in_the_middle_of_a_form_loses_nothing(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab, "2026-12-31", "5")
    await tab.context.add_cookies([{
        "name": SESSION, "value": helpline.token("finance", lifetime=-60),
        "url": helpline.address,
    }])  # fmt: skip
    await send(tab)
    assert "2026-12-31" in await tab.inner_text("main")
    assert rung(helpline) == []
    await sign_in_beside(tab, helpline, "finance")
    await send(tab)
    assert await tab.locator(DONE).count() == 1
    [ring] = helpline.probe.state.rung
    assert (f"{ring.day}", ring.count, ring.weekdays) == ("2026-12-31", 5, ["mo"])


async def test_a_language_chosen_on_the_page_of_a_kept_form_loses_nothing(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab, "2026-12-31", "5")
    await tab.context.clear_cookies(name=SESSION)
    await send(tab)
    chooses = tab.locator("[name=language]")
    if await chooses.count():
        await chooses.click()
        await tab.wait_for_load_state()
    assert "2026-12-31" in await tab.inner_text("main")


async def test_what_another_signs_in_with_beside_is_not_used_for_ones_form(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab)
    beside = await tab.context.new_page()
    await sign_in(beside, helpline, NATION)
    await send(tab)
    assert "somebody else" in (await tab.inner_text("h1")).lower()
    assert "2026-12-24" in await tab.inner_text("main")
    assert rung(helpline) == []
    await sign_in_beside(tab, helpline, "finance")
    await send(tab)
    assert await tab.locator(DONE).count() == 1
    assert rung(helpline) == ["2026-12-24"]


async def test_whoever_signs_in_instead_does_not_send_the_form_of_who_was(
    tab: Page, helpline: Site
) -> None:
    await fill_in(tab)
    await tab.context.clear_cookies(name=SESSION)
    await send(tab)
    await sign_in_beside(tab, helpline, NATION)
    await send(tab)
    assert "somebody else" in (await tab.inner_text("h1")).lower()
    assert rung(helpline) == []
    await tab.goto(FORM)
    assert await role_shown(tab) == "coordinator"


@pytest.mark.parametrize("where", ["elsewhere", "next_door"])
@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "text/plain"])
async def test_a_foreign_page_cannot_send_a_form(
    tab: Page, helpline: Site, foreigner: Foreigner, where: str, encoding: str
) -> None:
    known = {
        name: await tab.input_value(f"[name={name}]") for name in ("shown_to", "idempotency_key")
    }
    query = urlencode({
        "action": f"{helpline.address}/probe/rings", "encoding": encoding,
        "fields": json.dumps({"day": "2026-12-24", "count": "3", "weekdays": "mo", **known}),
    })  # fmt: skip
    await tab.goto(f"{getattr(foreigner, where)}/?{query}")
    await tab.click("button")
    await tab.wait_for_url(f"{helpline.address}/**")
    assert "another site" in await tab.inner_text("main .opening")
    assert rung(helpline) == []


@pytest.mark.parametrize("where", ["elsewhere", "next_door"])
async def test_a_script_of_a_foreign_page_cannot_send_a_form_or_read_a_page(
    tab: Page, helpline: Site, foreigner: Foreigner, where: str
) -> None:
    known = await tab.input_value("[name=shown_to]")
    await tab.goto(f"{getattr(foreigner, where)}/?action=/")
    typed = urlencode({"day": "2026-12-24", "count": "3", "weekdays": "mo", "shown_to": known})
    for script in (
        f"fetch('{helpline.address}/probe/rings', {{method: 'POST', credentials: 'include',"
        f" mode: 'no-cors', body: new URLSearchParams('{typed}')}})",
        f"fetch('{helpline.address}{FORM}', {{credentials: 'include'}}).then(one => one.text())",
    ):
        told = await tab.evaluate(f"() => {script}.then(String, error => 'refused: ' + error)")
        assert told in ("[object Response]", "refused: TypeError: Failed to fetch")
    assert rung(helpline) == []


@pytest.mark.parametrize("where", ["elsewhere", "next_door"])
async def test_a_foreign_page_cannot_sign_out_or_choose_a_language(
    tab: Page, helpline: Site, foreigner: Foreigner, where: str
) -> None:
    for path in ("sign-out", "language"):
        fields = json.dumps({"language": "nl", "to": "/probe/form"})
        asked = {"action": f"{helpline.address}/probe/{path}", "fields": fields}
        await tab.goto(f"{getattr(foreigner, where)}/?{urlencode(asked)}")
        await tab.click("button")
        await tab.wait_for_url(f"{helpline.address}/**")
        assert "another site" in await tab.inner_text("main .opening")
    assert await session_of(tab.context, helpline)
    await tab.goto(FORM)
    assert await tab.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("where", ["elsewhere", "next_door"])
async def test_no_page_is_shown_in_a_frame_of_a_foreign_page(
    tab: Page, helpline: Site, foreigner: Foreigner, where: str
) -> None:
    query = urlencode({"action": f"{helpline.address}{FORM}", "framed": ""})
    await tab.goto(f"{getattr(foreigner, where)}/?{query}")
    framed = tab.frames[1]
    await framed.wait_for_load_state()
    assert await framed.locator("[name=day]").count() == 0
