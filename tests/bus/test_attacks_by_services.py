"""What a service that was taken over tries: each attack is denied."""

from itertools import permutations

import pytest
from sensoor.bus.connection import Bus
from sensoor.services import handlers
from shared.bus import API
from shared.events.catalogue import EVENTS, stream_subjects
from shared.events.envelope import publisher_of

from tests.bus import api_calls
from tests.bus.visiting import SERVICES, all_there_is, tell, visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")

ON_DUTY = {found.service: found for found in handlers()}
READS = {
    service: [(stream, found.durable(stream)) for stream in found.streams()]
    for service, found in ON_DUTY.items()
}


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_publishes_no_event_of_another(there: Bus, service: str) -> None:
    before = await all_there_is(there)
    others = [event.subject for event in EVENTS if publisher_of(event.subject) != service]
    async with visiting(there, service) as visitor:
        assert await visitor.may_publish(*others) == []
        for other in set(SERVICES) - {service}:
            assert await visitor.may_publish(
                f"dead_letters.{other}", f"drained.{other}", f"replay.{other}",
                f"_INBOX_{other}.guessed", f"{other}.anything.v1",
            ) == []  # fmt: skip
        assert await visitor.may_publish(
            f"{service}.invented.v1", f"replay.{service}", "partners.new.thing.v1",
            "_INBOX_provisioner.guessed", "_INBOX.guessed", "$SYS.REQ.SERVER.PING",
        ) == []  # fmt: skip
    assert await all_there_is(there) == before


async def test_a_service_publishes_its_own(there: Bus) -> None:
    async with visiting(there, "volunteers") as visitor:
        assert await tell(visitor, "volunteers.location_opened.v1")
        assert not visitor.denied


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_reads_and_acknowledges_for_no_other(there: Bus, service: str) -> None:
    before = await all_there_is(there)
    async with visiting(there, service) as visitor:
        for other in set(SERVICES) - {service}:
            for stream, durable in READS[other]:
                place = f"{stream}.{durable}"
                calls: list[api_calls.Call] = [
                    (f"CONSUMER.INFO.{place}", None), (f"CONSUMER.MSG.NEXT.{place}", None),
                ]  # fmt: skip
                assert await visitor.may_publish(*api_calls.by_any_name(calls)) == []
                assert await visitor.may_publish(
                    (f"$JS.ACK.{place}.1.1.1.1700000000000000000.0", b"+ACK"),
                    (f"$JS.ACK._.any.{place}.1.1.1.1700000000000000000.0", b"+TERM"),
                    *((f"$JS.ACK.{place}.{own}.{durable_of_own}.1.1.1", b"+NXT")
                      for own, durable_of_own in READS[service]),
                ) == []  # fmt: skip
        for stream, durable in READS[service]:
            assert await visitor.ask(f"{API}.CONSUMER.INFO.{stream}.{durable}")
    assert await all_there_is(there) == before


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_makes_and_changes_no_stream_and_no_consumer(
    there: Bus, service: str
) -> None:
    before = await all_there_is(there)
    async with visiting(there, service) as visitor:
        for stream in stream_subjects():
            calls = api_calls.changing(stream, f"{service}_{stream.lower()}")
            calls += api_calls.making() + api_calls.ruling()
            assert await visitor.may_publish(*api_calls.by_any_name(calls)) == []
    assert await all_there_is(there) == before


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_listens_to_its_own_inbox_and_to_whom_it_waits_for(
    there: Bus, service: str
) -> None:
    async with visiting(there, service) as visitor:
        others = {*SERVICES, "operator", "provisioner"} - {service}
        assert await visitor.may_subscribe(
            *(f"_INBOX_{other}.>" for other in others), *(f"replay.{other}" for other in others),
            ">", "*.>", "_INBOX.>", "*.*", "replay.*", "drained.*", "contacts.>", "partners.>",
            "dead_letters.>", "$JS.>", "$SYS.>",
        ) == []  # fmt: skip
        told = await visitor.may_subscribe(*(f"drained.{other}" for other in SERVICES))
        assert told == [f"drained.{other}" for other in ON_DUTY[service].waits_for]
        own = [f"_INBOX_{service}.>", f"replay.{service}"]
        assert await visitor.may_subscribe(*own) == own


@pytest.mark.parametrize(("service", "other"), list(permutations(SERVICES, 2)))
async def test_a_service_looks_into_no_stream_that_it_does_not_read(
    there: Bus, service: str, other: str
) -> None:
    own = {stream for stream, _ in READS[service]}
    async with visiting(there, service) as visitor:
        for stream, consumer in READS[other]:
            if stream not in own:
                calls = api_calls.reading(stream, consumer) + api_calls.taking(stream, consumer)
                assert await visitor.may_publish(*api_calls.by_any_name(calls)) == []


async def test_what_the_broker_answers_lands_on_nobodys_subject(there: Bus) -> None:
    async with visiting(there, "volunteers") as volunteers:
        await tell(volunteers, "volunteers.location_opened.v1", version=2)
    before = await all_there_is(there)
    last = await last_of(there, "VOLUNTEERS")
    async with visiting(there, "contacts") as contacts:
        for aim in ("volunteers.location_opened.v1", "volunteers.shift_filled.v1"):
            read = b'{"seq": %d}' % last
            await contacts.client.publish(f"{API}.DIRECT.GET.VOLUNTEERS", read, reply=aim)
        # The broker knows this event already, and acknowledges it to wherever it is asked to.
        known = await tell(contacts, "contacts.referral_made.v1", version=2)
        first = await all_there_is(there)
        again = {"Nats-Msg-Id": known}
        await contacts.client.publish("contacts.referral_made.v1", b"{}", headers=again, reply=aim)
        await contacts.reach()
        assert not contacts.denied
    assert await all_there_is(there) == first
    assert first["VOLUNTEERS"] == before["VOLUNTEERS"]


async def last_of(there: Bus, stream: str) -> int:
    async with visiting(there, "operator") as operator:
        return int((await operator.client.jetstream(prefix=API).stream_info(stream)).state.last_seq)
