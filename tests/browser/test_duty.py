"""Who is on duty now, in a real browser: the page follows what happens."""

import pytest
from playwright.async_api import Browser, expect
from shared.pages import live

from tests.browser.looking import visiting
from tests.browser.site import Site
from tests.volunteers import desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_who_takes_a_place_and_gives_it_back_is_shown_without_loading_anew(
    browser: Browser, helpline: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    client, ours = helpline.services["volunteers"].client, helpline.values["volunteers"]
    [another] = await desk.admitted(client, ours["location_id"])
    async with visiting(browser, helpline, "coordinator of Zutphen", "en") as context:
        tab = await context.new_page()
        await tab.goto("/contacts/duty")
        table = tab.get_by_role("region", name="Locations and who is on duty there")
        await expect(table).to_contain_text("1 listener")

        place = f"/shifts/{ours['shift_id']}/places"
        await desk.post(client, place, volunteerId=another)
        await expect(table).to_contain_text("2 listeners", timeout=15_000)

        answer = await client.delete(f"/v1{place}/{another}")
        assert answer.is_success, answer.text
        await expect(table).to_contain_text("1 listener", timeout=15_000)
