"""Provisioning reads an account, changes it, and pushes it whole: two at once lose nothing."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from sensoor.bus import plan as bus_plan
from sensoor.bus import resolver, rotation, tokens
from sensoor.bus.accounts import partner_account_name
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, SYSTEM, BusKeys, account_of, token_in
from sensoor.bus.lease import EXPIRES_SECONDS, ProvisioningBusy, provisioning_lease
from sensoor.partners import access
from sensoor.services import handlers
from shared.events.catalogue import PARTNERS

from tests.bus.visiting import is_let_in
from tests.platform import Platform

SERVICE, US = "reporting", PARTNERS[0]


@pytest.fixture
async def there(platform: Platform) -> Bus:
    """A bus to which everything was applied, with a partner; every account differs a little."""
    await bus_plan.apply(platform.bus, handlers())
    await access.add(platform.bus, US, platform.bus.url)
    names = [account_of(one.service) for one in handlers()]
    async with platform.bus.connected(ACCOUNTS_USER) as system:
        for name in (*names, account_of("operator"), partner_account_name(US)):
            claims = await resolver.lookup(system, platform.bus.keys, name)
            assert claims is not None
            claims["limits"]["subs"] = 700
            await resolver.push(system, platform.bus.keys, name, claims)
    return platform.bus


def write_watcher(keys: BusKeys, credentials: Path) -> None:
    """Write credentials of the system account that may see all requests."""
    own = tokens.new_key("user")
    claims = {"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1}
    token = tokens.encode(
        own.public, "watcher", claims, signer=keys.account(SYSTEM), issued_at=int(time.time())
    )
    credentials.write_text(tokens.credentials("watcher", token, own))


@asynccontextmanager
async def looked_up(there: Bus, account: str, credentials: Path) -> AsyncIterator[asyncio.Event]:
    """An event that is set once somebody asks the brokers for this account."""
    write_watcher(there.keys, credentials)
    seen = asyncio.Event()

    async def see(_: object) -> None:
        seen.set()

    client = await nats.connect(there.url, user_credentials=str(credentials))
    subject = f"$SYS.REQ.ACCOUNT.{there.keys.account(account).public}.CLAIMS.LOOKUP"
    await client.subscribe(subject, cb=see)
    await client.flush()
    try:
        yield seen
    finally:
        await client.close()


async def apply_meanwhile(
    there: Bus, account: str, credentials: Path, work: Coroutine[Any, Any, None]
) -> None:
    """Apply, and once that has read the account do the other work as well."""
    async with looked_up(there, account, credentials) as seen:
        applying = asyncio.create_task(bus_plan.apply(there, handlers()))
        await asyncio.wait_for(seen.wait(), 20)
        await asyncio.gather(applying, work)


async def test_a_rotation_that_ends_while_another_applies_keeps_its_revocation(
    there: Bus, tmp_path: Path
) -> None:
    rotation.begin(there, SERVICE)
    old = there.keys.credentials(SERVICE).with_suffix(".creds.old")
    gone, kept = token_in(old)["sub"], old.with_suffix(".kept")
    kept.write_text(old.read_text())

    finishing = rotation.finish(there, SERVICE)
    await apply_meanwhile(there, account_of(SERVICE), tmp_path / "watcher.creds", finishing)

    async with there.connected(ACCOUNTS_USER) as system:
        claims = await resolver.lookup(system, there.keys, account_of(SERVICE))
    assert gone in (claims or {}).get("revocations", {})
    assert not await is_let_in(there, SERVICE, kept)
    assert await bus_plan.plan(there, handlers()) == []


async def test_a_partner_that_is_revoked_while_another_applies_stays_out(
    there: Bus, tmp_path: Path
) -> None:
    credentials = there.keys.folder / "partners" / f"{US}.creds"

    revoking = access.revoke(there, US, old=False)
    await apply_meanwhile(there, partner_account_name(US), tmp_path / "watcher.creds", revoking)

    assert not await is_let_in(there, US, credentials)
    assert await bus_plan.plan(there, handlers()) == []


async def test_who_waits_for_the_lease_is_told_who_holds_it(there: Bus) -> None:
    async with provisioning_lease(there):
        with pytest.raises(ProvisioningBusy, match=r"process \d+ on .+ is provisioning this bus"):
            async with provisioning_lease(there, wait=0):
                raise AssertionError
    async with provisioning_lease(there, wait=0):
        pass


async def test_a_holder_that_is_killed_blocks_nobody_for_long(there: Bus, tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path\n"
        "from sensoor.bus.connection import Bus; from sensoor.bus.keys import open_keys\n"
        "from sensoor.bus.lease import provisioning_lease\n"
        "async def hold():\n"
        "    async with provisioning_lease(Bus(sys.argv[1], open_keys(Path(sys.argv[2])))):\n"
        "        print('held', flush=True); await asyncio.Event().wait()\n"
        "asyncio.run(hold())"
    )
    arguments = [sys.executable, "-c", code, there.url, str(there.keys.folder)]
    holder = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    assert holder.stdout
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(ProvisioningBusy, match=f"process {holder.pid} on"):
        # Longer than the lease lasts by itself: the holder lives, so it keeps it.
        async with provisioning_lease(there, wait=EXPIRES_SECONDS + 2):
            raise AssertionError
    holder.kill()
    await holder.wait()
    async with provisioning_lease(there, wait=EXPIRES_SECONDS * 4):
        pass
