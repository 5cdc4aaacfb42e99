"""What those who look into the bus, and those who provision it, may not do either."""

import json

import pytest
from nats.js.api import ConsumerConfig, StreamConfig
from sensoor.bus.connection import Bus
from shared.bus import API
from shared.events.catalogue import EVENTS, stream_subjects
from shared.events.envelope import publisher_of

from tests.bus import api_calls
from tests.bus.visiting import SERVICES, all_there_is, visiting
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVERY_SUBJECT = [event.subject for event in EVENTS]
OTHERS_THAN_CONTACTS = [
    event.subject for event in EVENTS if publisher_of(event.subject) != "contacts"
]


async def test_an_operator_reads_every_stream_and_changes_none(there: Bus) -> None:
    before = await all_there_is(there)
    async with visiting(there, "operator") as operator:
        js = operator.client.jetstream(prefix=API)
        for stream in stream_subjects():
            assert (await js.stream_info(stream)).config.name == stream
            calls = api_calls.changing(stream, f"reporting_{stream.lower()}")
            calls += [
                call for call in api_calls.taking(stream, f"reporting_{stream.lower()}")
                if not call[0].startswith("DIRECT.GET")
            ]  # fmt: skip
            calls += api_calls.making() + api_calls.ruling()
            assert await operator.may_publish(*api_calls.by_any_name(calls)) == []
        assert (await js.get_msg("PARTNER_113ONLINE", 1, direct=True)).data
    assert await all_there_is(there) == before


@pytest.mark.parametrize("user", ["operator", "provisioner", "accounts"])
async def test_nobody_who_looks_or_provisions_publishes_an_event_or_acknowledges_one(
    there: Bus, user: str
) -> None:
    before = await all_there_is(there)
    async with visiting(there, user) as visitor:
        assert await visitor.may_publish(*EVERY_SUBJECT) == []
        for service in SERVICES:
            assert await visitor.may_publish(
                f"dead_letters.{service}", f"drained.{service}", f"_INBOX_{service}.guessed",
                (f"$JS.ACK.CONTACTS.{service}_contacts.1.1.1.1700000000000000000.0", b"+ACK"),
                (f"$JS.ACK._.x.CONTACTS.{service}_contacts.1.1.1.17000000000000000.0", b"+TERM"),
            ) == []  # fmt: skip
        assert await visitor.may_subscribe(
            *EVERY_SUBJECT, ">", "contacts.>", "$SYS.>", "$JS.>",
            *(f"_INBOX_{service}.>" for service in SERVICES),
            *(f"replay.{service}" for service in SERVICES),
        ) == []  # fmt: skip
    assert await all_there_is(there) == before


async def test_an_operator_makes_no_consumer(there: Bus) -> None:
    async with visiting(there, "operator") as operator:
        for stream in stream_subjects():
            calls: list[api_calls.Call] = [
                (f"CONSUMER.CREATE.{stream}", {}),
                (f"CONSUMER.CREATE.{stream}.mine", {}),
                (f"CONSUMER.CREATE.{stream}.mine.{stream.lower()}.>", {}),
                (f"CONSUMER.DURABLE.CREATE.{stream}.mine", {}),
            ]
            assert await operator.may_publish(*api_calls.by_any_name(calls)) == []


async def test_a_replay_is_answered_to_an_operator_and_never_onto_an_events_subject(
    there: Bus,
) -> None:
    before = await all_there_is(there)
    asked = json.dumps({"stream": "VOLUNTEERS", "streamSequence": 999_999}).encode()
    async with visiting(there, "operator") as operator:
        for subject in (*OTHERS_THAN_CONTACTS, "dead_letters.billing", "drained.volunteers"):
            await operator.client.publish("replay.contacts", asked, reply=subject)
        answer = await operator.client.request("replay.contacts", asked, timeout=5)
        assert json.loads(answer.data)["result"]
    assert await all_there_is(there) == before


async def test_the_provisioner_may_do_all_that_the_others_were_denied(there: Bus) -> None:
    async with visiting(there, "provisioner") as provisioner:
        js = provisioner.client.jetstream()
        await js.add_stream(StreamConfig(name="SCRATCH", subjects=["scratch.>"]))
        await js.add_consumer("SCRATCH", ConsumerConfig(durable_name="reader"))
        for subject, data in api_calls.under("$JS.API", api_calls.changing("SCRATCH", "reader")):
            answer = json.loads((await provisioner.client.request(subject, data, timeout=5)).data)
            error = answer.get("error", {"description": ""})["description"]
            # It holds no message to delete: the broker looked for it, though.
            assert error == ("stream store EOF" if ".MSG.DELETE." in subject else ""), subject
        assert not provisioner.denied

    async def is_gone() -> bool:
        return "SCRATCH" not in await all_there_is(there)

    await eventually(is_gone)


async def test_who_pushes_accounts_reads_nothing_else_of_the_system(there: Bus) -> None:
    async with visiting(there, "accounts") as visitor:
        assert await visitor.may_publish(
            "$SYS.REQ.SERVER.PING", "$SYS.REQ.SERVER.PING.VARZ", "$SYS.REQ.ACCOUNT.PING.CONNZ",
            "$SYS.REQ.SERVER.X.KICK", "$SYS.REQ.SERVER.X.RELOAD", "$SYS.REQ.SERVER.X.LDM",
            "$SYS.ACCOUNT.X.CONNECT",
        ) == []  # fmt: skip
        assert await visitor.may_subscribe("$SYS.>", "$SYS.ACCOUNT.>", "_INBOX.>") == []
