"""The wanted and the actual state of the bus: accounts, streams, consumers, and differences.

`sensoor bus plan` shows the differences and `sensoor bus apply` removes them; it never deletes
anything. The wanted state is derived from the events and the services' tables of handlers.
"""

from typing import Any

from nats.aio.client import Client
from shared.events.catalogue import PARTNERS, stream_subjects
from shared.handlers import Handlers

from sensoor.bus import accounts, lease, resolver, streams
from sensoor.bus.connection import Bus
from sensoor.bus.differences import account_differences
from sensoor.bus.keys import ACCOUNTS_USER, SENSOOR, BusKeys
from sensoor.bus.lease import provisioning_lease

Claims = dict[str, Any]


async def plan(there: Bus, services: list[Handlers]) -> list[str]:
    """Return each difference between the wanted and the actual state, in words."""
    async with there.connected(ACCOUNTS_USER) as system:
        found = await _plan_accounts(system, there.keys, services)
        if not await resolver.lookup(system, there.keys, SENSOOR):
            return [*found, "streams and consumers: all, once the accounts are there"]
    async with there.connected("provisioner") as client:
        js = client.jetstream()
        for stream in stream_subjects():
            found += await streams.stream_differences(
                js, streams.stream_config(stream, there.replicas)
            )
        for stream, config in streams.consumers(services):
            found += await streams.consumer_differences(js, stream, config)
    return found


async def strangers(there: Bus, services: list[Handlers]) -> list[str]:
    """Return the streams and durable consumers that the code does not know; they are kept."""
    known = {f"stream {stream}" for stream in (*stream_subjects(), lease.STREAM)}
    known |= {
        f"consumer {config.durable_name} of {stream}"
        for stream, config in streams.consumers(services)
    }
    async with there.connected(ACCOUNTS_USER) as system:
        if not await resolver.lookup(system, there.keys, SENSOOR):
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
    """Make the bus as the code wants it; return the differences. It is idempotent.

    An account keeps its revocations. A partner that was never added gets no account.
    """
    made = await _make_first_account(there, services)
    async with provisioning_lease(there):
        return [
            *made,
            *await _apply_accounts(there, services),
            *await streams.apply_streams(there, services),
        ]


async def _make_first_account(there: Bus, services: list[Handlers]) -> list[str]:
    """Create the account of the streams on a new bus: the lease needs it."""
    async with there.connected(ACCOUNTS_USER) as system:
        if await resolver.lookup(system, there.keys, SENSOOR):
            return []
        wanted = accounts.accounts(there.keys, services)[SENSOOR]
        await resolver.push(system, there.keys, SENSOOR, wanted)
    return account_differences(SENSOOR, wanted, None)


async def _apply_accounts(there: Bus, services: list[Handlers]) -> list[str]:
    """Make the accounts as the code wants them; return the differences."""
    found = []
    async with there.connected(ACCOUNTS_USER) as system:
        for name, wanted in await _wanted_accounts(system, there.keys, services):
            kept = await resolver.lookup(system, there.keys, name)
            if off := account_differences(name, wanted, kept):
                await resolver.push(system, there.keys, name, wanted)
                found += off
    return found


async def _plan_accounts(system: Client, keys: BusKeys, services: list[Handlers]) -> list[str]:
    return [
        line
        for name, wanted in await _wanted_accounts(system, keys, services)
        for line in account_differences(name, wanted, await resolver.lookup(system, keys, name))
    ]


async def _wanted_accounts(
    system: Client, keys: BusKeys, services: list[Handlers]
) -> list[tuple[str, Claims]]:
    """Return the accounts as the code wants them, with the revocations that the broker holds."""
    ours = accounts.accounts(keys, services)
    partners = {
        accounts.partner_account_name(partner): accounts.partner_account(keys, partner)
        for partner in PARTNERS
    }
    wanted = []
    for name, claims in {**ours, **partners}.items():
        there = await resolver.lookup(system, keys, name)
        if there is None and name in partners:
            continue  # never added
        known: Claims = there or {}
        kept: Claims = {field: known[field] for field in ("revocations", "tags") if field in known}
        wanted.append((name, {**claims, **kept}))
    return wanted
