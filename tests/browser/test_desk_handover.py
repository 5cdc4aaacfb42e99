"""A warm handover as the listener sees it, answered by the partner's own client."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from demo.partner import Partner, come_in
from demo.progress import Doing
from playwright.async_api import Browser, expect
from sensoor.partners import access
from shared.bus import API
from shared.events.envelope import headers
from shared.events.partners import HandoverAnsweredByVeiligThuis

from tests.browser.at_desk import answer, at_desk, given_listener, press
from tests.browser.seeker import seeking
from tests.browser.site import Site
from tests.bus.visiting import visiting as visiting_the_bus
from tests.waiting import end, eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def partner_answering(site: Site) -> AsyncIterator[Partner]:
    """Let 113Online's client receive its copies, and accept."""
    client = await come_in(site.platform.bus)
    partner = Partner(client, Doing("partner"))
    await partner.begin()
    receiving = asyncio.create_task(partner.receive())
    try:
        yield partner
    finally:
        await end(receiving)
        await client.close()


async def decline(site: Site, partner: str = "veiligthuis") -> None:
    """Decline the newest referral as the partner would: read its copy, and answer."""
    await access.add(site.platform.bus, partner, site.platform.bus.url)
    async with visiting_the_bus(site.platform.bus, partner) as visitor:
        [message] = await visitor.fetch(partner, 1, seconds=10)
        await message.ack()
        referral_id = json.loads(message.data)["referralId"]
        event = HandoverAnsweredByVeiligThuis.model_validate(
            {"referralId": referral_id, "answer": "declined", "answeredAt": datetime.now(UTC)}
        )
        attributes = headers(
            event, source=f"urn:partner:{partner}", aggregate_id=referral_id, version=1,
            time=datetime.now(UTC), traceparent=None,
        )  # fmt: skip
        js = visitor.client.jetstream(prefix=API)
        await js.publish(
            event.subject, event.model_dump_json(by_alias=True).encode(), headers=attributes
        )


async def test_each_step_of_a_warm_handover_comes_and_the_help_seeker_is_never_in_the_air(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        chat = await answer(tab)
        step = chat.locator(".referred [data-step]")
        await press(tab, "Escape", "o", "1", "w", "h", "Enter")
        await expect(chat.locator("[data-box]")).to_be_focused()
        await expect(chat.locator(".referred")).to_contain_text("Warm handover, urgent: 113 Online")
        await expect(step).to_have_text("offered: waiting for an answer")
        await expect(chat.locator(".referred [data-left]")).to_contain_text("min")
        async with partner_answering(helpline) as partner:
            await expect(step).to_have_text("accepted: connect now")
            assert seeker.phase == "answered"
            await press(tab, "Alt+k")
            await expect(step).to_have_text("connected")

            async def settled() -> bool:
                return bool(partner.settled) and seeker.handovers == {"113online": "connected"}

            await eventually(settled)
        await expect(chat.locator("[name=outcome][value=referred]")).to_be_checked()


async def test_a_partner_that_declines_leaves_the_chat_with_the_listener(
    browser: Browser, helpline: Site
) -> None:
    who = await given_listener(helpline)
    async with at_desk(browser, helpline, who) as tab, seeking(helpline) as seeker:
        chat = await answer(tab)
        await press(tab, "Escape", "o", "Enter")
        await expect(chat.locator("[data-part=referral]")).to_contain_text("Choose a partner.")
        await press(tab, "2", "Enter")
        step = chat.locator(".referred [data-step]")
        await expect(step).to_have_text("offered: waiting for an answer")
        await decline(helpline)
        await expect(step).to_have_text("declined")
        await expect(chat.locator("[data-connect]")).to_be_hidden()
        assert seeker.phase == "answered"
        await press(tab, "Escape", "o", "2", "Enter")
        await expect(chat.locator("[data-part=referral]")).to_contain_text("already")
