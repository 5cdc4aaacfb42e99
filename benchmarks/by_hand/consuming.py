"""Projecting what comes, in batches: inbox and projection are one commit."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from benchmarks.by_hand.prepare import DURABLE, STREAM

BATCH = 500
INBOX = """
INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($2::uuid[])
ON CONFLICT DO NOTHING RETURNING event_id
"""
UPSERT = """
INSERT INTO projection AS held (sequence, contact_id, location_id, line_location_id, channel,
    started_quarter, duration_minutes, kind, topics, outcome)
SELECT sequence, contact_id, location_id, line_location_id, channel, started_quarter,
    duration_minutes, kind, topics::text[], outcome
FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[],
    $7::int[], $8::text[], $9::text[], $10::text[])
    AS event (sequence, contact_id, location_id, line_location_id, channel, started_quarter,
        duration_minutes, kind, topics, outcome)
ON CONFLICT (contact_id) DO UPDATE SET sequence = excluded.sequence,
    location_id = excluded.location_id, line_location_id = excluded.line_location_id,
    channel = excluded.channel, started_quarter = excluded.started_quarter,
    duration_minutes = excluded.duration_minutes, kind = excluded.kind, topics = excluded.topics,
    outcome = excluded.outcome
WHERE held.sequence < excluded.sequence
"""


async def consume(connection: Any, bus: Client) -> None:
    """Project for ever: a batch is whatever has come, one commit, then acknowledged."""
    arrived: asyncio.Queue[Msg] = asyncio.Queue()
    inbox, open_for = bus.new_inbox(), 0
    await bus.subscribe(inbox, cb=arrived.put)
    while True:
        if open_for <= 0:
            request = orjson.dumps({"batch": BATCH, "expires": 5_000_000_000})
            await bus.publish(f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{DURABLE}", request, inbox)
            open_for = BATCH
        messages = [await arrived.get()]
        while len(messages) < BATCH and not arrived.empty():
            messages.append(arrived.get_nowait())
        events = [message for message in messages if message.reply]
        open_for = open_for - len(events) if len(events) == len(messages) else 0
        if events:
            await project(connection, events)
            for message in events:
                await message.ack()


async def project(connection: Any, messages: list[Msg]) -> None:
    """Put the unseen events into the projection: one commit."""
    found = {}
    for message in messages:
        headers = message.headers or {}
        found[UUID(headers["ce-id"])] = (headers["ce-sequence"], orjson.loads(message.data))
    async with connection.transaction():
        new = await connection.fetch(INBOX, DURABLE, sorted(found))
        rows = sorted(
            (
                (
                    sequence, data["contactId"], data["answeredAtLocationId"],
                    data["lineLocationId"], data["channel"],
                    datetime.fromisoformat(data["startedQuarter"]), data["durationMinutes"],
                    data["kind"], "{" + ",".join(data["topics"]) + "}", data["outcome"],
                )
                for sequence, data in (found[row["event_id"]] for row in new)
            ),
            key=lambda row: row[1],
        )  # fmt: skip
        if rows:
            await connection.execute(UPSERT, *map(list, zip(*rows, strict=True)))
