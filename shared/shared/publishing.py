"""Publishing rows of the outbox to one stream, and telling an event that is wrong from a bad hour.

Only what is wrong with an event itself is refused for good. Everything else (a stream that is
missing, full, misconfigured or without a leader, a permission, a broker that is busy) is the
bus's trouble: the events wait, in order.
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
# A batch that is refused for one of its events, or for being one: single events tell.
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
    """What became of rows: on the bus (ids), refused for good (code by id), or still to come.

    `failure` says why the rest waits.
    """

    sent: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    failure: Exception | None = None

    @property
    def answered(self) -> bool:
        """Say whether the bus answered, be it with an error."""
        return self.failure is None or isinstance(self.failure, BrokerRefused)


async def publish(bus: Client, rows: list[Row], seconds: float) -> Outcome:
    """Publish rows of one stream in order, waiting `seconds` for each answer of the broker."""
    outcome = Outcome()
    try:
        # A connection that takes nothing any more would hold up what asks for no answer, too.
        async with asyncio.timeout(3 * seconds):
            if len(rows) == 1 or not await _published_together(bus, rows, seconds):
                await _publish_singly(bus, rows, seconds, outcome)
            else:
                outcome.sent = [row["id"] for row in rows]
    except (nats.errors.Error, BrokerRefused, TimeoutError) as error:
        outcome.failure = error
    return outcome


async def _published_together(bus: Client, rows: list[Row], seconds: float) -> bool:
    """Publish all rows at once; return False where they are to be tried one by one."""
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
    """Publish rows of one stream so that all or none of them are taken (NATS ADR-50)."""
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
    """Say whether a refusal is the event's own fault, so that it can never be taken.

    An event that is no larger than events may be, or of a subject that the code knows, is right:
    a stream that refuses it for that is not as the code wants it.
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
