"""A call that was misuse: in what way, and a cool-down, by the keyboard alone."""

import pytest
from demo.exchange import Exchange
from playwright.async_api import Browser, expect

from tests.browser.at_desk import at_desk, given_listener, pane, press
from tests.browser.site import Site
from tests.browser.test_desk_calls import ringing
from tests.browser.test_desk_states import Looking
from tests.contacts.calling import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="session")
LAST = "SELECT reason, review FROM cool_down WHERE asked_by = $1"


async def test_a_cool_down_is_asked_for_with_its_reason(browser: Browser, helpline: Site) -> None:
    exchange = Exchange(helpline.services["contacts"].client, SECRET)
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who, "nl") as tab:
        await press(tab, "e")
        await tab.keyboard.type("219")
        await press(tab, "Enter")
        await expect(tab.locator("#bar")).to_be_focused()
        call_id = await ringing(exchange)
        await exchange.happened(call_id, 1, "answered", extension="219")
        await exchange.happened(call_id, 2, "hung_up")
        call = pane(tab, 1)
        await expect(call.locator("[data-ended]")).to_be_visible()
        # a conversation has no kind of misuse; misuse without one has no cool-down
        await press(tab, "1")
        await expect(call.locator("[data-field=misuseKind]")).to_be_hidden()
        await press(tab, "4", "f")
        await expect(call.locator("[data-cool-down]")).to_contain_text("112")
        await Looking(tab, "nl").at("misuse")
        await press(tab, "Enter")
        error = call.locator("[data-field=misuseKind] [data-error]")
        await expect(error).to_contain_text("een afkoeltijd heeft een reden nodig")
        await press(tab, "b", "Enter")
        await expect(call).to_have_count(0)
    async with helpline.services["contacts"].database.commit() as connection:
        [row] = await connection.fetch(LAST, helpline.persons[who].volunteer_id)
    assert tuple(row) == ("abusive", None)
