"""The dashboard in a real browser: it follows what happens, and is a page without script too."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.async_api import Browser, expect
from reporting.dashboard import board
from shared.pages import live

from tests.browser.looking import be, visiting
from tests.browser.site import Site
from tests.reporting.busy_days import given_rows

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = "/reporting/dashboard"
WHO = "coordinator of the nation"


async def test_places_follow_and_whoever_reads_a_table_stays_there(
    browser: Browser, helpline: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(board, "LOOK_EVERY_SECONDS", 0.05)
    now = datetime.now(UTC)
    here = UUID(helpline.values["reporting"]["location_id"])
    async with visiting(browser, helpline, WHO, "en") as context:
        tab = await context.new_page()
        await tab.goto(PAGE)
        places = tab.locator(".numbers div", has_text="Places taken now").locator(".number")
        before = int(await places.inner_text())
        table = tab.get_by_role("region", name="The hours in numbers")
        await table.focus()
        more = (here, now - timedelta(hours=1), now + timedelta(hours=1), 40, 37)
        await given_rows(helpline.services["reporting"].database, shifts=[more])
        await expect(places).to_have_text(f"{before + 37}")
        await expect(table).to_be_focused()


async def test_without_script_it_is_a_page(browser: Browser, helpline: Site) -> None:
    context = await browser.new_context(base_url=helpline.address, java_script_enabled=False)
    try:
        await be(context, helpline, WHO)
        tab = await context.new_page()
        await tab.goto(PAGE)
        await expect(tab.locator(".numbers .number")).to_have_count(11)
        await expect(tab.locator("[data-live-lost]")).to_be_hidden()
    finally:
        await context.close()
