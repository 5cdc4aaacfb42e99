"""What the bus should be and what it is: accounts, streams and consumers, and the difference.

`sensoor bus plan` shows the difference and `sensoor bus apply` makes it so; nothing is ever
deleted. All of it is derived from the events and the services' tables of handlers.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)  # fmt: skip
from nats.js.errors import NotFoundError
from shared.events.catalogue import PARTNERS, stream_subjects
from shared.handlers import Handlers

from sensoor import bus_accounts, bus_shares, bus_tokens
from sensoor.bus_differences import account_differences, configuration_differences, missing
from sensoor.bus_keys import ACCOUNTS_USER, SENSOOR, BusKeys
from shared import bus

# The relay may publish again what it had published before it was killed: a whole day of ids is
# remembered, so that an outage of hours makes no duplicate.
DUPLICATE_WINDOW_SECONDS = 86_400
# What a partner sends is answers: a stream full of anything else refuses the rest.
FROM_PARTNER_BYTES = 64 * 2**20
PARTNER_ACK_WAIT_SECONDS = 30
ANSWER_SECONDS = 5.0

Claims = dict[str, Any]


class BusRefused(Exception):
    """The broker did not take an account; the text is its reason."""


@dataclass(frozen=True)
class Bus:
    """A bus as it is reached: its address, the folder of its keys, and behind which authority.

    `replicas` is how many brokers keep each stream: 1, or 3 on a cluster.
    """

    url: str
    keys: BusKeys
    ca: Path | None = None
    replicas: int = 1

    async def connect(self, user: str, **options: Any) -> Client:
        """Connect as a user whose credentials lie in the folder; `options` are those of NATS."""
        login = bus.login(user, self.keys.credentials(user), self.ca)
        given = {"connect_timeout": 5, "error_cb": _ignore, **login, **options}
        return await nats.connect(self.url, **given)

    @asynccontextmanager
    async def connected(self, user: str) -> AsyncIterator[Client]:
        """Connect for as long as the block takes; raises when the broker goes away meanwhile."""
        client = await self.connect(user, allow_reconnect=False, reconnect_time_wait=0.02)
        try:
            yield client
        finally:
            await client.close()


def stream_config(stream: str, replicas: int = 1) -> StreamConfig:
    """Return how a stream is kept: everything, on disk, new messages refused when it is full."""
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
        # An open batch counts for no limit until it is committed: no partner may hold one.
        allow_atomic=not stream.startswith("FROM_"),
        allow_direct=True,
    )


def partner_consumer_config(partner: str) -> ConsumerConfig:
    """Return a partner's durable consumer: all copies, in order, until it acknowledges them."""
    return ConsumerConfig(
        durable_name=bus_shares.partner_consumer(partner)[1],
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=PARTNER_ACK_WAIT_SECONDS,
        max_ack_pending=1_000,
        max_deliver=-1,
    )


def consumers(services: Iterable[Handlers]) -> list[tuple[str, ConsumerConfig]]:
    """Return every consumer with its stream: of the services and of the partners."""
    found = [
        (stream, bus.consumer_config(handlers, stream))
        for handlers in services
        for stream in handlers.streams()
    ]
    partners = [
        (bus_shares.partner_consumer(name)[0], partner_consumer_config(name)) for name in PARTNERS
    ]
    return found + partners


async def plan(there: Bus, services: list[Handlers]) -> list[str]:
    """Return each difference between the bus and what the code wants, in words."""
    async with there.connected(ACCOUNTS_USER) as system:
        found = await _plan_accounts(system, there.keys, services)
        if not await account(system, there.keys, SENSOOR):
            return [*found, "streams and consumers: all, once the accounts are there"]
    async with there.connected("provisioner") as client:
        js = client.jetstream()
        for stream in stream_subjects():
            found += await _stream_off(js, stream_config(stream, there.replicas))
        for stream, config in consumers(services):
            found += await _consumer_off(js, stream, config)
    return found


async def strangers(there: Bus, services: list[Handlers]) -> list[str]:
    """Return the streams and durable consumers that the code does not know; nobody removes them."""
    known = {f"stream {stream}" for stream in stream_subjects()}
    known |= {
        f"consumer {config.durable_name} of {stream}" for stream, config in consumers(services)
    }
    async with there.connected(ACCOUNTS_USER) as system:
        if not await account(system, there.keys, SENSOOR):
            return []
    found = set()
    async with there.connected("provisioner") as client:
        js = client.jetstream()
        for stream in [str(info.config.name) for info in await js.streams_info()]:
            found.add(f"stream {stream}")
            kept = await js.consumers_info(stream)
            durable = [info.name for info in kept if info.config.durable_name]
            found |= {f"consumer {name} of {stream}" for name in durable}
    return sorted(found - known)


async def apply(there: Bus, services: list[Handlers]) -> list[str]:
    """Make the bus what the code wants; return what was different. Doing it again changes nothing.

    An account keeps its revocations; a partner that was never added gets no account.
    """
    return await apply_accounts(there, services) + await apply_streams(there, services)


async def apply_accounts(there: Bus, services: list[Handlers]) -> list[str]:
    """Make the accounts what the code wants; return what was different."""
    found = []
    async with there.connected(ACCOUNTS_USER) as system:
        for name, wanted in await _wanted_accounts(system, there.keys, services):
            kept = await account(system, there.keys, name)
            if off := account_differences(name, wanted, kept):
                await push(system, there.keys, name, wanted)
                found += off
    return found


async def apply_streams(there: Bus, services: list[Handlers]) -> list[str]:
    """Make the streams and the consumers what the code wants; return what was different."""
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
    off = await _stream_off(js, wanted)
    if off == [missing(f"stream {stream}")]:
        await js.add_stream(wanted)
    elif off:
        await js.update_stream(wanted)
    return off


async def _apply_consumer(js: JetStreamContext, stream: str, wanted: ConsumerConfig) -> list[str]:
    if off := await _consumer_off(js, stream, wanted):
        await js.add_consumer(stream, wanted)
    return off


async def _stream_off(js: JetStreamContext, wanted: StreamConfig) -> list[str]:
    kept = None
    with suppress(NotFoundError):
        kept = (await js.stream_info(str(wanted.name))).config
    return configuration_differences(f"stream {wanted.name}", wanted, kept)


async def _consumer_off(js: JetStreamContext, stream: str, wanted: ConsumerConfig) -> list[str]:
    name, kept = str(wanted.durable_name), None
    with suppress(NotFoundError):
        kept = (await js.consumer_info(stream, name)).config
        wanted.filter_subjects = _not_narrower(wanted.filter_subjects, kept.filter_subjects)
    return configuration_differences(f"consumer {name}", wanted, kept)


def _not_narrower(wanted: list[str] | None, kept: list[str] | None) -> list[str] | None:
    """Return the subjects that are wanted, with those that a later release added.

    A consumer passes over what its filter leaves out, for good: provisioning by the release
    before, in a roll-back, would lose what its successor has still to handle (decision 0013).
    """
    if not wanted or not kept:
        return wanted
    return kept if set(wanted) <= set(kept) else [*wanted, *sorted(set(kept) - set(wanted))]


async def account(system: Client, keys: BusKeys, name: str) -> Claims | None:
    """Return what the broker holds of an account; None when it does not know it."""
    subject = f"$SYS.REQ.ACCOUNT.{keys.account(name).public}.CLAIMS.LOOKUP"
    answer = await system.request(subject, b"", timeout=ANSWER_SECONDS)
    claims: Claims | None = bus_tokens.decode(answer.data.decode())["nats"] if answer.data else None
    return claims


async def push(system: Client, keys: BusKeys, name: str, claims: Claims) -> None:
    """Sign an account and give it to the brokers; running connections follow at once."""
    token = bus_tokens.encode(
        keys.account(name).public, name, claims, signer=keys.operator, issued_at=int(time.time())
    )
    answer = await system.request("$SYS.REQ.CLAIMS.UPDATE", token.encode(), timeout=ANSWER_SECONDS)
    error = json.loads(answer.data).get("error")
    if error:
        raise BusRefused(f"account {name}: {error.get('description', error)}")


async def _plan_accounts(system: Client, keys: BusKeys, services: list[Handlers]) -> list[str]:
    return [
        line
        for name, wanted in await _wanted_accounts(system, keys, services)
        for line in account_differences(name, wanted, await account(system, keys, name))
    ]


async def _wanted_accounts(
    system: Client, keys: BusKeys, services: list[Handlers]
) -> list[tuple[str, Claims]]:
    """Return the accounts as the code wants them, with what only the broker knows of each."""
    ours = bus_accounts.accounts(keys, services)
    partners = {
        bus_accounts.partner_account_name(partner): bus_accounts.partner_account(keys, partner)
        for partner in PARTNERS
    }
    wanted = []
    for name, claims in {**ours, **partners}.items():
        there = await account(system, keys, name)
        if there is None and name in partners:
            continue  # it was never added
        known: Claims = there or {}
        kept: Claims = {field: known[field] for field in ("revocations", "tags") if field in known}
        wanted.append((name, {**claims, **kept}))
    return wanted


async def _ignore(_: Exception) -> None:
    """What fails is raised where it was asked for."""
