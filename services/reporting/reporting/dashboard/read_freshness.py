"""Ask the bus what reporting has handled: one short request for each stream."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import nats.errors
import nats.js.errors
from faststream.nats import NatsBroker
from nats.js.api import ConsumerInfo
from shared.bus import API, client_of

from reporting.dashboard.rules.freshness import Consumed, Freshness, freshness

ANSWERS_WITHIN_SECONDS = 2.0
Durable = tuple[str, str]  # a stream, and the consumer's name


async def read_freshness(
    broker: NatsBroker | None, durables: Sequence[Durable], now: datetime
) -> Freshness:
    """Return how fresh the projections are."""
    found: list[Consumed] | None = None
    if broker is not None and client_of(broker).is_connected:
        js = client_of(broker).jetstream(prefix=API, timeout=ANSWERS_WITHIN_SECONDS)
        with suppress(nats.errors.Error, nats.js.errors.Error, TimeoutError):
            infos = await asyncio.gather(
                *(js.consumer_info(stream, name) for stream, name in durables)
            )
            found = [_consumed(info) for info in infos]
    return freshness(found, now)


def _consumed(info: ConsumerInfo) -> Consumed:
    waiting = (info.num_pending or 0) + (info.num_ack_pending or 0)
    return Consumed(waiting, info.ack_floor.last_active if info.ack_floor else None)
