"""Relaying the outbox in atomic batches."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import orjson
from nats.aio.client import Client

from benchmarks.by_hand.registering import committed

BATCH = 500


async def relay_batch(connection: Any, bus: Client) -> int:
    """Publish up to 500 waiting events in one atomic batch, and mark them."""
    rows = await connection.fetch(
        "SELECT id, subject, headers, data FROM outbox"
        " WHERE sent_at IS NULL AND refused IS NULL ORDER BY id LIMIT $1",
        BATCH,
    )
    batch = uuid4().hex
    for place, (_, subject, packed, data) in enumerate(rows, start=1):
        headers = orjson.loads(packed)
        headers["Nats-Batch-Id"], headers["Nats-Batch-Sequence"] = batch, str(place)
        if place == len(rows):
            headers["Nats-Batch-Commit"] = "1"
        if place in (1, len(rows)):
            answer = await bus.request(subject, data.encode(), timeout=5, headers=headers)
            if answer.data and "error" in json.loads(answer.data):
                raise RuntimeError("the broker refused")
        else:
            await bus.publish(subject, data.encode(), headers=headers)
    if rows:
        await connection.execute(
            "UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY($1::bigint[])",
            [row["id"] for row in rows],
        )
    return len(rows)


async def relay(connection: Any, bus: Client) -> None:
    """Relay for ever, woken by a commit."""
    while True:
        committed.clear()
        if await relay_batch(connection, bus) < BATCH:
            try:
                await asyncio.wait_for(committed.wait(), 0.02)
            except TimeoutError:
                continue
