"""`python -m benchmarks.by_hand prepare|contacts|registering|reporting <database> <nats>`."""

import asyncio
import json
import sys
import time
from typing import Any

import asyncpg
import uvloop
from nats.aio.client import Client

from benchmarks.bus import connect
from benchmarks.by_hand.consuming import consume
from benchmarks.by_hand.prepare import prepare
from benchmarks.by_hand.registering import register_many
from benchmarks.by_hand.relaying import relay, relay_batch

POOL = 10


async def commanded() -> Any:
    """Return the next command, or nothing when there will be no more."""
    line = await asyncio.to_thread(sys.stdin.readline)
    return json.loads(line) if line else None


def answer(said: Any) -> None:
    """Tell the benchmark something."""
    sys.stdout.write(json.dumps({"answer": said}) + "\n")
    sys.stdout.flush()


async def contacts(database_url: str, bus: Client, *, with_relay: bool) -> None:
    """Be the process that registers, and relays if it is to."""
    async with asyncpg.create_pool(database_url, min_size=POOL, max_size=POOL, reset=_kept) as pool:
        connection = await asyncpg.connect(database_url)
        relaying = asyncio.create_task(relay(connection, bus)) if with_relay else None
        answer("ready")
        while command := await commanded():
            began = time.monotonic()
            if "register" in command:
                began = await register_many(pool, command["register"])
            else:
                while await relay_batch(connection, bus):
                    pass
            answer({"began": began, "ended": time.monotonic()})
        if relaying:
            relaying.cancel()
        await connection.close()


async def _kept(_connection: Any) -> None:
    """Reset nothing between two uses of a connection: there is nothing to reset."""


async def reporting(database_url: str, bus: Client) -> None:
    """Be the process that projects."""
    connection = await asyncpg.connect(database_url)
    consuming = asyncio.create_task(consume(connection, bus))
    answer("ready")
    while await commanded():
        pass
    consuming.cancel()


async def main(role: str, database_url: str, nats_url: str) -> None:
    """Do what the first argument names."""
    if role == "prepare":
        await prepare(database_url, nats_url)
        answer("ready")
        return
    bus = await connect(nats_url)
    if role == "reporting":
        await reporting(database_url, bus)
    else:
        await contacts(database_url, bus, with_relay=role == "contacts")
    await bus.close()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
