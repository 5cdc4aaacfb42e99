"""Publishing rows of the outbox to one stream; a refused event is told from an outage.

Only an event that is wrong itself is refused for good. Every other failure (a stream that is
missing, full, misconfigured or without a leader, a permission, a busy broker) is the bus's: the
events wait, in order.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import uuid4

import asyncpg
import nats
import orjson
from nats.aio.client import Client
from nats.errors import MaxPayloadError

from shared.events.catalogue import stream_subjects
from shared.events.envelope import MAX_DATA_BYTES, stream_of

Row: TypeAlias = "asyncpg.Record"

# Codes of nats-server 2.15.1 (server/errors.json).
MESSAGE_TOO_LARGE, HEADERS_TOO_LARGE, WRONG_STREAM = 10054, 10097, 10060
ATOMIC_DISABLED, BATCH_HAS_A_DUPLICATE = 10174, 10201
# A batch refused for one of its events, or as a batch: retry its events one by one.
ONE_BY_ONE = {
    MESSAGE_TOO_LARGE, HEADERS_TOO_LARGE, WRONG_STREAM, ATOMIC_DISABLED, BATCH_HAS_A_DUPLICATE
}  # fmt: skip


class BrokerRefused(Exception):
    """The broker answered a publication with an error; `code` is its HTTP-like code."""

    def __init__(self, code: int, err_code: int) -> None:
        super().__init__(f"{code}/{err_code}")
        self.code = code
        self.err_code = err_code


Refused: TypeAlias = BrokerRefused | MaxPayloadError


@dataclass
class Outcome:
    """The result for rows: on the bus (ids), refused for good (code by id), or still waiting.

    `failure` is the reason why the rest waits.
    """

    sent: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    failure: Exception | None = None

    @property
    def answered(self) -> bool:
        """Return whether the bus answered, even with an error."""
        return self.failure is None or isinstance(self.failure, BrokerRefused)


async def publish(bus: Client, rows: list[Row], seconds: float) -> Outcome:
    """Publish rows of one stream in order, waiting `seconds` for each answer of the broker."""
    outcome = Outcome()
    try:
        # A blocked connection would block publications without an answer, too.
        async with asyncio.timeout(3 * seconds):
            if len(rows) == 1 or not await _published_together(bus, rows, seconds):
                await _publish_singly(bus, rows, seconds, outcome)
            else:
                outcome.sent = [row["id"] for row in rows]
    except (nats.errors.Error, BrokerRefused, TimeoutError) as error:
        outcome.failure = error
    return outcome


async def _published_together(bus: Client, rows: list[Row], seconds: float) -> bool:
    """Publish all rows at once; return False if they must be tried one by one."""
    try:
        await publish_atomically(bus, rows, seconds)
    except MaxPayloadError:
        return False
    except BrokerRefused as refused:
        if refused.err_code not in ONE_BY_ONE:
            raise
        return False
    return True


async def publish_atomically(bus: Client, rows: list[Row], seconds: float) -> None:
    """Publish rows of one stream atomically (NATS ADR-50)."""
    batch_id = uuid4().hex
    last = len(rows)
    for place, row in enumerate(rows, start=1):
        headers = orjson.loads(row["headers"])
        headers["Nats-Batch-Id"] = batch_id
        headers["Nats-Batch-Sequence"] = str(place)
        data = row["data"].encode()
        if place == last:
            headers["Nats-Batch-Commit"] = "1"
        if place in (1, last):
            await _ask(bus, row["subject"], data, headers, seconds=seconds)
        else:
            await bus.publish(row["subject"], data, headers=headers)


async def _publish_singly(bus: Client, rows: list[Row], seconds: float, outcome: Outcome) -> None:
    for row in rows:
        data, headers = row["data"].encode(), orjson.loads(row["headers"])
        try:
            await _ask(bus, row["subject"], data, headers, seconds=seconds)
        except (BrokerRefused, MaxPayloadError) as refused:
            if not is_wrong_itself(row["subject"], len(data), refused):
                raise
            outcome.refused[row["id"]] = str(refused)
        else:
            outcome.sent.append(row["id"])


def is_wrong_itself(subject: str, data_bytes: int, refused: Refused) -> bool:
    """Return whether the event itself is wrong, so that it can never be accepted.

    An event within the size limit, or with a known subject, is right: a stream that refuses it for
    that has another configuration than the code wants.
    """
    if isinstance(refused, MaxPayloadError):
        return data_bytes > MAX_DATA_BYTES
    if refused.err_code in (MESSAGE_TOO_LARGE, HEADERS_TOO_LARGE):
        return data_bytes > MAX_DATA_BYTES
    return refused.err_code == WRONG_STREAM and stream_of(subject) not in stream_subjects()


async def _ask(
    bus: Client, subject: str, data: bytes, headers: dict[str, str], *, seconds: float
) -> None:
    headers["Nats-Expected-Stream"] = stream_of(subject)
    answer = await bus.request(subject, data, timeout=seconds, headers=headers)
    if answer.data:
        error = json.loads(answer.data).get("error")
        if error:
            raise BrokerRefused(error["code"], error["err_code"])
