"""The checker: what was lost and what was done twice, by comparing ids in all places.

An event is in its service's outbox, on its stream, and in the inbox of each consumer that asks
for it. Copies in other services are compared with the owner's tables. An event that was set aside
is a dead letter and not lost. An attempt is handled or missed, once. No count of the demo itself
is used.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from nats.aio.client import Client
from nats.js.api import ConsumerInfo
from sensoor.bus.reading import jetstream
from shared.events.catalogue import stream_subjects
from shared.handlers import Handlers

from demo import stored_ids
from demo.attempts_checked import check_attempts, read_attempts
from demo.findings import Finding
from demo.projections import PROJECTIONS, Projection
from demo.stored_ids import DEAD_LETTERS, Message, Outbox

LOOK_EVERY_SECONDS = 0.2
STREAMS = list(stream_subjects())
EVENT_STREAMS = [stream for stream in STREAMS if stream != DEAD_LETTERS]
WAITING = "SELECT 'waiting', count(*) FROM public.outbox WHERE sent_at IS NULL AND refused IS NULL"
# The partners' copies enter the outbox at the next whole minute.
COPIES_WAITING = "SELECT 'waiting', count(*) FROM public.partner_copy"


@dataclass(frozen=True, slots=True)
class Account:
    """What the platform holds, and the places with lost or duplicated ids; what was read of it."""

    events_published: int
    events_projected: int
    dead_letters: int
    findings: Sequence[Finding]
    streams: Mapping[str, Sequence[Message]] = field(default_factory=dict, repr=False)

    @property
    def events_lost(self) -> int:
        """Return how many are lost, over all places."""
        return sum(len(finding.lost) for finding in self.findings)

    @property
    def events_duplicated(self) -> int:
        """Return how many are duplicated, over all places."""
        return sum(len(finding.duplicated) for finding in self.findings)


async def settle(
    bus: Client, databases: Mapping[str, str], handlers: Sequence[Handlers], within: float
) -> bool:
    """Wait until nothing is in progress; return whether that happened within so many seconds.

    Then every outbox is empty, no consumer has pending or unacknowledged messages, and no stream
    grows.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    before: list[int] = []
    while clock() < deadline:
        after = await _ends(bus)
        if after == before and await _is_idle(bus, databases, handlers):
            return True
        before = after
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    return False


async def examine(
    bus: Client, databases: Mapping[str, str], handlers: Sequence[Handlers],
    over_before: datetime,
) -> Account:  # fmt: skip
    """Compare outboxes, streams, inboxes, projections and attempts; `databases` by service.

    Every attempt that came before `over_before` must be over.
    """
    outboxes = await stored_ids.by_name(databases, stored_ids.read_outbox)
    inboxes = await stored_ids.by_name(databases, stored_ids.read_inbox)
    streams = {stream: await stored_ids.read_stream(bus, stream) for stream in STREAMS}
    letters = await _set_aside(bus, streams)
    findings = [
        _on_stream(stream, outboxes.values(), _handled(stream, inboxes, handlers), messages)
        for stream, messages in streams.items()
        if not stream.startswith("FROM_")  # we cannot read a partner's own outbox
    ]
    findings += [
        _in_inbox(each, stream, streams[stream], inboxes[each.service], letters)
        for each in handlers
        for stream in each.streams()
    ]
    findings += [await compare(projection, databases) for projection in PROJECTIONS]
    attempts = await read_attempts(databases["contacts"], over_before)
    findings += check_attempts(attempts, streams["CONTACTS"])
    waiting = sum(
        len(ids - inboxes[consumer.partition("_")[0]].get(consumer, set()))
        for consumer, ids in letters.items()
    )
    return Account(
        events_published=sum(len(streams[stream]) for stream in EVENT_STREAMS),
        events_projected=sum(len(ids) for ids in inboxes["reporting"].values()),
        dead_letters=waiting + sum(len(box.refused) for box in outboxes.values()),
        findings=[finding for finding in findings if finding.lost or finding.duplicated],
        streams=streams,
    )


async def compare(projection: Projection, databases: Mapping[str, str]) -> Finding:
    """Compare a service's copy of another service's data with the owner's tables."""
    owned, kept = await asyncio.gather(
        stored_ids.read_rows(databases[projection.owner], projection.owned),
        stored_ids.read_rows(databases[projection.keeper], projection.kept),
    )
    lost = {key for key, amount in owned.items() if kept.get(key, -1) < amount}
    twice = {key for key, amount in kept.items() if owned.get(key, -1) < amount}
    place = f"{projection.name} in {projection.keeper}"
    return Finding(place, frozenset(lost), frozenset(twice))


def _on_stream(
    stream: str, outboxes: Iterable[Outbox], handled: set[str], messages: Sequence[Message]
) -> Finding:
    """Compare what services recorded and handled with what the stream holds.

    An event on the stream that is in no outbox counts as lost too.
    """
    recorded: set[str] = set().union(*(box.events.get(stream, set()) for box in outboxes))
    times = Counter(message.event_id for message in messages)
    lost = recorded.symmetric_difference(times) | (handled - times.keys())
    twice = {event_id for event_id, count in times.items() if count > 1}
    return Finding(f"stream {stream}", frozenset(lost), frozenset(twice))


def _in_inbox(
    handlers: Handlers,
    stream: str,
    messages: Sequence[Message],
    inbox: Mapping[str, set[str]],
    letters: Mapping[str, set[str]],
) -> Finding:
    """Compare the stream with what its consumer has handled or set aside."""
    consumer, subjects = handlers.durable(stream), handlers.of_stream(stream)
    asked_for = {message.event_id for message in messages if message.subject in subjects}
    dealt_with = inbox.get(consumer, set()) | letters.get(consumer, set())
    return Finding(f"inbox of {consumer}", lost=frozenset(asked_for - dealt_with))


def _handled(
    stream: str, inboxes: Mapping[str, Mapping[str, set[str]]], handlers: Iterable[Handlers]
) -> set[str]:
    """Return what all consumers of a stream have handled."""
    return set().union(
        *(inboxes[each.service].get(each.durable(stream), set()) for each in handlers)
    )


async def _set_aside(bus: Client, streams: Mapping[str, Sequence[Message]]) -> dict[str, set[str]]:
    """Return by consumer the ids of the events for which there is a dead letter."""
    ids = {
        (stream, message.place): message.event_id
        for stream, messages in streams.items()
        for message in messages
    }
    letters: dict[str, set[str]] = {}
    for consumer, stream, place in await stored_ids.read_letters(bus):
        letters.setdefault(consumer, set()).add(ids.get((stream, place), f"{stream} {place}"))
    return letters


async def _ends(bus: Client) -> list[int]:
    js = jetstream(bus)
    return [(await js.stream_info(stream)).state.last_seq for stream in STREAMS]


async def _is_idle(bus: Client, databases: Mapping[str, str], handlers: Sequence[Handlers]) -> bool:
    js = jetstream(bus)
    readings: list[ConsumerInfo] = [
        await js.consumer_info(stream, each.durable(stream))
        for each in handlers
        for stream in each.streams()
    ]
    if any(reading.num_pending or reading.num_ack_pending for reading in readings):
        return False
    asked = [(url, WAITING) for url in databases.values()]
    asked += [(databases["contacts"], COPIES_WAITING)] if "contacts" in databases else []
    waiting = await asyncio.gather(*(stored_ids.read_rows(*each) for each in asked))
    return not any(rows["waiting"] for rows in waiting)
