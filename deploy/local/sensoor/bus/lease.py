"""The provisioning lease: one process at a time changes accounts, streams and consumers.

An account is read, changed and pushed whole, and the brokers know no compare-and-set for it: of
two processes at once, one would undo what the other wrote, such as a revocation.

The lease is a consumer on a stream of its own. The brokers create it for one holder only. The
holder keeps a pull request open; when its connection ends, the brokers delete the consumer
EXPIRES_SECONDS later. The provisioner may do all of this already, on a bus of any release.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import nats.errors
from nats.aio.client import Client
from nats.js.api import StreamConfig

from sensoor.bus.connection import Bus
from sensoor.bus.keys import PROVISIONER

STREAM, LEASE = "PROVISIONING", "lease"
EXPIRES_SECONDS = 5
HELD_SECONDS = 3600  # how long the pull request may stay open; provisioning takes a few seconds
WAIT_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1
ANSWER_SECONDS = 5.0
ALREADY_EXISTS = 10148  # the broker's code: a consumer of this name has another configuration
SECOND = 1_000_000_000


class ProvisioningBusy(Exception):
    """Another process holds the lease; the text names it."""


@asynccontextmanager
async def provisioning_lease(there: Bus, wait: float = WAIT_SECONDS) -> AsyncIterator[None]:
    """Hold the lease while the block runs; wait for it up to `wait` seconds.

    Raises ProvisioningBusy when another process holds it for longer.
    """
    async with there.connected(PROVISIONER) as client:
        await client.jetstream(timeout=ANSWER_SECONDS).add_stream(
            StreamConfig(name=STREAM, max_msgs=0, num_replicas=there.replicas)
        )
        await _acquire(client, there.replicas, wait)
        try:
            yield
        finally:
            with suppress(nats.errors.Error, TimeoutError):
                await _ask(client, f"CONSUMER.DELETE.{STREAM}.{LEASE}", {})


async def _acquire(client: Client, replicas: int, wait: float) -> None:
    clock = asyncio.get_running_loop().time
    deadline = clock() + wait
    holder = f"process {os.getpid()} on {socket.gethostname()}"
    # The id makes the configuration differ: the brokers take the same one twice without an error.
    wanted = {
        "name": LEASE, "description": holder, "metadata": {"holder": str(uuid4())},
        "ack_policy": "none", "inactive_threshold": EXPIRES_SECONDS * SECOND,
        "num_replicas": replicas,
    }  # fmt: skip
    asked = {"stream_name": STREAM, "config": wanted, "action": "create"}
    while error := (await _ask(client, f"CONSUMER.CREATE.{STREAM}.{LEASE}", asked)).get("error"):
        if error["err_code"] != ALREADY_EXISTS:
            raise nats.errors.Error(f"the provisioning lease: {error['description']}")
        if clock() > deadline:
            raise ProvisioningBusy(
                f"{await _holder(client)} is provisioning this bus: try again when it has ended"
            )
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    inbox = client.new_inbox()
    await client.subscribe(inbox)
    pull = json.dumps({"batch": 1, "expires": HELD_SECONDS * SECOND}).encode()
    await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{LEASE}", pull, reply=inbox)


async def _holder(client: Client) -> str:
    found = await _ask(client, f"CONSUMER.INFO.{STREAM}.{LEASE}", {})
    holder: str = found.get("config", {}).get("description", "another process")
    return holder


async def _ask(client: Client, call: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.request(
        f"$JS.API.{call}", json.dumps(body).encode() if body else b"", timeout=ANSWER_SECONDS
    )
    said: dict[str, Any] = json.loads(answer.data)
    return said
