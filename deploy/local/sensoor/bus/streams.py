"""Streams and consumers: the wanted configuration of each, and applying it."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError
from shared.events.catalogue import PARTNERS, stream_subjects
from shared.handlers import Handlers

from sensoor.bus import account_imports
from sensoor.bus.connection import Bus
from sensoor.bus.differences import configuration_differences, missing
from shared import bus

# After a kill the relay may publish an event again. The brokers remember the ids of a day, so
# that an outage of hours makes no duplicate.
DUPLICATE_WINDOW_SECONDS = 86_400


# A partner sends only answers; a full stream refuses more.
FROM_PARTNER_BYTES = 64 * 2**20


PARTNER_ACK_WAIT_SECONDS = 30


ANSWER_SECONDS = 5.0


def stream_config(stream: str, replicas: int = 1) -> StreamConfig:
    """Return the configuration of a stream: on disk, without expiry; a full one refuses more."""
    return StreamConfig(
        name=stream,
        subjects=stream_subjects()[stream],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_bytes=FROM_PARTNER_BYTES if stream.startswith("FROM_") else -1,
        max_msg_size=bus.MAX_MESSAGE_BYTES,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
        # An open batch counts for no limit until it is committed, so partners may have none.
        allow_atomic=not stream.startswith("FROM_"),
        allow_direct=True,
    )


def partner_consumer_config(partner: str) -> ConsumerConfig:
    """Return a partner's durable consumer: all copies, in order, each until acknowledged."""
    return ConsumerConfig(
        durable_name=account_imports.partner_consumer(partner)[1],
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=PARTNER_ACK_WAIT_SECONDS,
        max_ack_pending=1_000,
        max_deliver=-1,
    )


def consumers(services: Iterable[Handlers]) -> list[tuple[str, ConsumerConfig]]:
    """Return every consumer of services and partners, with its stream."""
    found = [
        (stream, bus.consumer_config(handlers, stream))
        for handlers in services
        for stream in handlers.streams()
    ]
    partners = [
        (account_imports.partner_consumer(name)[0], partner_consumer_config(name))
        for name in PARTNERS
    ]
    return found + partners


async def apply_streams(there: Bus, services: list[Handlers]) -> list[str]:
    """Make streams and consumers as the code wants them; return the differences."""
    async with there.connected("provisioner") as client:
        js = client.jetstream(timeout=ANSWER_SECONDS)
        made = await asyncio.gather(
            *(_apply_stream(js, stream, there.replicas) for stream in stream_subjects())
        )
        made += await asyncio.gather(
            *(_apply_consumer(js, stream, config) for stream, config in consumers(services))
        )
    return [line for lines in made for line in lines]


async def _apply_stream(js: JetStreamContext, stream: str, replicas: int) -> list[str]:
    wanted = stream_config(stream, replicas)
    off = await stream_differences(js, wanted)
    if off == [missing(f"stream {stream}")]:
        await js.add_stream(wanted)
    elif off:
        await js.update_stream(wanted)
    return off


async def _apply_consumer(js: JetStreamContext, stream: str, wanted: ConsumerConfig) -> list[str]:
    if off := await consumer_differences(js, stream, wanted):
        await js.add_consumer(stream, wanted)
    return off


async def stream_differences(js: JetStreamContext, wanted: StreamConfig) -> list[str]:
    """Return in words how a stream differs from what is wanted."""
    kept = None
    with suppress(NotFoundError):
        kept = (await js.stream_info(str(wanted.name))).config
    return configuration_differences(f"stream {wanted.name}", wanted, kept)


async def consumer_differences(
    js: JetStreamContext, stream: str, wanted: ConsumerConfig
) -> list[str]:
    """Return in words how a consumer differs from what is wanted."""
    name, kept = str(wanted.durable_name), None
    with suppress(NotFoundError):
        kept = (await js.consumer_info(stream, name)).config
        wanted.filter_subjects = _not_narrower(wanted.filter_subjects, kept.filter_subjects)
    return configuration_differences(f"consumer {name}", wanted, kept)


def _not_narrower(wanted: list[str] | None, kept: list[str] | None) -> list[str] | None:
    """Return the wanted subjects together with those that a later release added.

    A consumer skips for good what its filter leaves out. Without this, a roll-back to the release
    before would lose events that its successor has still to handle (decision 0013).
    """
    if not wanted or not kept:
        return wanted
    return kept if set(wanted) <= set(kept) else [*wanted, *sorted(set(kept) - set(wanted))]
