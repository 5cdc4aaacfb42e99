"""What a partner tries on the running platform: each attack is denied, and changes nothing."""

import json
from contextlib import AsyncExitStack

import nats.errors
import pytest
from sensoor.bus.accounts import PARTNER_CONNECTIONS, PARTNER_SUBSCRIPTIONS
from sensoor.bus.connection import Bus
from shared.bus import MAX_MESSAGE_BYTES
from shared.events.catalogue import EVENTS, PARTNERS

from tests.bus import api_calls
from tests.bus.conftest import COPIES
from tests.bus.visiting import SERVICES, all_there_is, tell, visiting
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

US, THEM = PARTNERS
OUR_API = "sensoor.js"
OURS = {
    f"{OUR_API}.CONSUMER.MSG.NEXT.PARTNER_{US.upper()}.partner_{US}",
    f"{OUR_API}.CONSUMER.INFO.PARTNER_{US.upper()}.partner_{US}",
    f"{OUR_API}.CONSUMER.RESET.PARTNER_{US.upper()}.partner_{US}",
    f"{OUR_API}.DIRECT.GET.PARTNER_{US.upper()}",
}


async def test_a_partner_listens_to_nobody(there: Bus) -> None:
    internal = [event.subject for event in EVENTS]
    wide = [">", "*", "*.>", "contacts.>", "partners.>", f"partners.{THEM}.>", f"partners.{US}.>"]
    hidden = ["$SYS.>", "$JS.>", "$JS.EVENT.>", "$JS.API.>", "$KV.>", "_R_.>", "$MQTT.>",
              "dead_letters.>", "drained.>", "replay.*", f"{OUR_API}.>"]  # fmt: skip
    inboxes = [f"_INBOX_{user}.>" for user in (*SERVICES, "operator", "provisioner", "accounts")]
    async with visiting(there, US) as partner:
        assert await partner.may_subscribe(*internal, *wide, *hidden, *inboxes) == []
        await partner.client.subscribe("reporting.>", queue="reporting")
        await partner.reach()
        assert partner.was_denied("subscription", 'reporting.>" using queue "reporting')
        assert await partner.may_subscribe("_INBOX.>") == ["_INBOX.>"]


async def test_a_partner_hears_its_own_inbox_only_though_all_are_called_inbox(there: Bus) -> None:
    async with visiting(there, US) as partner, visiting(there, THEM) as other:
        heard = await partner.client.subscribe("_INBOX.>")
        await partner.reach()
        assert len(await other.fetch(THEM, COPIES)) == COPIES
        own = await partner.fetch(US, 1)
        said = {(await heard.next_msg(timeout=5)).subject for _ in own}
        assert said == {own[0].subject}
        assert heard.pending_msgs == 0


async def test_a_partner_publishes_nothing_but_its_answers(there: Bus) -> None:
    before = await all_there_is(there)
    own_answer = f"partners.{US}.handover_answered.v1"
    async with visiting(there, US) as partner:
        events = [event.subject for event in EVENTS]
        assert await partner.may_publish(*set(events) - {own_answer}) == []
        assert await partner.may_publish(
            *(f"{word}.{service}" for word in ("dead_letters", "replay", "drained")
              for service in SERVICES),
            *(f"_INBOX_{service}.guessed" for service in SERVICES),
            "_INBOX.guessed", f"partners.{US}.handover_answered.v2", "partners.new.thing.v1",
            "$SYS.REQ.SERVER.PING", "$SYS.REQ.CLAIMS.UPDATE", "$SYS.REQ.CLAIMS.DELETE",
            "$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.USER.INFO.X", "$JS.FC.CONTACTS.x.y",
        ) == []  # fmt: skip
        assert await all_there_is(there) == before
        assert await tell(partner, own_answer)


@pytest.mark.parametrize("prefix", ["$JS.API", OUR_API])
async def test_a_partner_reaches_no_other_stream_and_changes_none(there: Bus, prefix: str) -> None:
    before = await all_there_is(there)
    async with visiting(there, US) as partner:
        for stream, consumer in (
            (f"PARTNER_{THEM.upper()}", f"partner_{THEM}"),
            (f"FROM_{US.upper()}", f"contacts_from_{US}"),
            ("CONTACTS", "reporting_contacts"),
            (f"PARTNER_{US.upper()}", f"partner_{US}"),
        ):
            calls = api_calls.under(prefix, api_calls.everything(stream, consumer))
            assert await partner.may_publish(*(c for c in calls if c[0] not in OURS)) == []
        assert await partner.ask(f"{OUR_API}.CONSUMER.INFO.PARTNER_{US.upper()}.partner_{US}")
    assert await all_there_is(there) == before


async def test_a_partner_acknowledges_for_nobody_else(there: Bus) -> None:
    before = await all_there_is(there)
    async with visiting(there, US) as partner:
        for place in (
            f"PARTNER_{THEM.upper()}.partner_{THEM}",
            f"FROM_{US.upper()}.contacts_from_{US}",
            "CONTACTS.reporting_contacts",
        ):
            said = f"{place}.1.1.1.1700000000000000000.0"
            for verb in (b"+ACK", b"+TERM", b"-NAK", b"+NXT"):
                tried = ((f"$JS.ACK.{said}", verb), (f"$JS.ACK._.any.{said}", verb))
                assert await partner.may_publish(*tried) == []
    assert await all_there_is(there) == before


async def test_a_partner_asks_nobody_elses_consumer_for_more_by_acknowledging(there: Bus) -> None:
    """`+NXT` acknowledges and asks for the next message, which came by a subject that could be
    read both as the partner's own and as another consumer's."""
    own, others = f"PARTNER_{US.upper()}.partner_{US}", "CONTACTS.reporting_contacts"
    async with visiting(there, "contacts") as contacts:
        await tell(contacts, "contacts.contact_missed.v1")
    before = await all_there_is(there)
    async with visiting(there, US) as partner:
        assert await partner.may_publish(
            (f"$JS.ACK.{others}.{own}.1.1.1", b"+NXT"),
            (f"$JS.ACK.{others}.{own}.1.1.1.1.1", b"+NXT"),
            (f"$JS.ACK.{own}.{others}.1.1.1.1.1", b"+NXT"),
        ) == []  # fmt: skip
        heard = await partner.client.subscribe("_INBOX.more")
        await partner.client.publish(f"$JS.ACK.{own}.{others}.1.1.1", b"+NXT", reply="_INBOX.more")
        await partner.reach()
        while heard.pending_msgs:
            assert (await heard.next_msg()).subject == f"partners.{US}.referral_made.v1"
    assert await all_there_is(there) == before


async def test_a_message_that_is_too_large_is_not_taken(there: Bus) -> None:
    before = await all_there_is(there)
    async with visiting(there, US) as partner:
        partner.client._max_payload = 2 * MAX_MESSAGE_BYTES  # an attacker asks no client
        subject = f"partners.{US}.handover_answered.v1"
        await partner.client.publish(subject, bytes(MAX_MESSAGE_BYTES + 1))

        async def is_thrown_out() -> bool:
            return partner.client.is_closed

        await eventually(is_thrown_out)
    assert await all_there_is(there) == before


async def test_a_partner_that_opens_ever_more_connections_is_stopped(there: Bus) -> None:
    async with AsyncExitStack() as opened:
        for _ in range(PARTNER_CONNECTIONS):
            await opened.enter_async_context(visiting(there, US))
        with pytest.raises(nats.errors.Error, match="maximum account active connections"):
            await opened.enter_async_context(visiting(there, US))
    async with visiting(there, US) as partner:
        await partner.reach()


async def test_a_partner_that_subscribes_ever_more_is_stopped(there: Bus) -> None:
    async with visiting(there, US) as partner:
        for number in range(PARTNER_SUBSCRIPTIONS + 1):
            await partner.client.subscribe(f"_INBOX.{number}")

        async def is_thrown_out() -> bool:
            return partner.client.is_closed

        await eventually(is_thrown_out)
        assert "maximum subscriptions exceeded" in str(partner.client.last_error)


async def test_a_flood_of_answers_fills_the_partners_own_stream_and_nobody_elses(
    there: Bus,
) -> None:
    ours, theirs = (f"partners.{partner}.handover_answered.v1" for partner in PARTNERS)
    async with visiting(there, US) as partner, visiting(there, THEM) as other:
        refused = ""
        while not refused:
            for _ in range(200):
                await partner.client.publish(ours, bytes(60_000))
            answer = await partner.client.request(ours, bytes(60_000), timeout=10)
            refused = json.loads(answer.data).get("error", {}).get("description", "")
        assert refused == "maximum bytes exceeded"
        assert await tell(other, theirs)
    async with visiting(there, "contacts") as contacts:
        assert await tell(contacts, f"partners.{US}.referral_made.v1", version=COPIES + 1)
