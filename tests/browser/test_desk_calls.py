"""A call at the desk: it rings, is talked through and is registered; looked at by axe in Dutch."""

from uuid import UUID, uuid4

import pytest
from demo.exchange import Exchange, a_caller
from playwright.async_api import Browser, expect

from tests.browser.at_desk import at_desk, given_listener, pane, press
from tests.browser.contacts_data import DAY_AND_NIGHT
from tests.browser.site import Site
from tests.browser.test_desk_states import Looking
from tests.contacts.calling import NATIONAL, SECRET
from tests.contacts.surges_given import OF_AN_ACCIDENT

LINES = {OF_AN_ACCIDENT: "ongevallenlijn Gelderland", DAY_AND_NIGHT: "lokale lijn Zutphen"}
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_call_is_rung_talked_through_and_registered(
    browser: Browser, helpline: Site
) -> None:
    exchange = Exchange(helpline.services["contacts"].client, SECRET)
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who, "nl") as tab:
        look = Looking(tab, "nl")
        # given her extension, typed in by the keyboard alone
        await press(tab, "e")
        await tab.keyboard.type("201")
        await press(tab, "Enter")
        await expect(tab.locator("#bar")).to_be_focused()
        call_id = await ringing(exchange)
        # then the card says that the telephone rings, and there is nothing to answer with
        await expect(tab.locator(".offer")).to_contain_text("uw telefoon gaat over: neem op")
        await expect(tab.locator("[data-answer]")).to_be_hidden()
        await expect(tab.locator("[data-waiting]").first).to_contain_text("per telefoon")
        await look.at("ringing")
        # when she picks up
        await exchange.happened(call_id, 1, "answered", extension="201")
        call = pane(tab, 1)
        await expect(call.locator("[data-call]")).to_contain_text("U bent in gesprek")
        await expect(call.locator("[data-box]")).to_be_hidden()
        await look.at("talking")
        # and the caller hangs up, she registers it, and the extension is still there
        await exchange.happened(call_id, 2, "hung_up")
        await expect(call.locator("[data-ended]")).to_have_text("de beller hing op")
        await look.at("call-ended")
        await press(tab, "1")
        await press(tab, "2", "Enter")
        await expect(call).to_have_count(0)
        await tab.reload()
        await expect(tab.locator("[data-extension]")).to_have_value("201")


async def test_a_call_says_which_line_is_called_from_the_first_ring_to_the_registration(
    browser: Browser, helpline: Site
) -> None:
    exchange = Exchange(helpline.services["contacts"].client, SECRET)
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who, "nl") as tab:
        await press(tab, "e")
        await tab.keyboard.type("202")
        await press(tab, "Enter")
        for number, line in LINES.items():
            call_id = await ringing(exchange, number)
            await expect(tab.locator(".offer h2")).to_have_text(f"telefoon, {line}")
            await exchange.happened(call_id, 1, "answered", extension="202")
            call = pane(tab, 1)
            await expect(call.locator("h2")).to_have_text(f"telefoon, {line}")
            # she says herself that it is over
            await press(tab, "c", "c")
            await expect(call.locator("[data-ended]")).to_have_text("u beëindigde het")
            await expect(call.locator("[data-known]")).to_contain_text(line)
            await press(tab, "1", "3", "Enter")
            await expect(call).to_have_count(0)


async def ringing(exchange: Exchange, number: str = NATIONAL) -> UUID:
    """Let somebody call until it rings: the extension may be on its way."""
    for _ in range(50):
        call_id = uuid4()
        told = await exchange.call(call_id, number, a_caller())
        if told["action"] == "ring":
            return call_id
    raise AssertionError(told)
