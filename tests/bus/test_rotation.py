"""A service gets new credentials: nothing stands still, and the old ones end with a command."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sensoor.bus import keys as bus_keys
from sensoor.bus import rotation
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, account_of
from sensoor.bus.resolver import lookup
from sensoor.bus.rotation import RotationRefused
from sensoor.embedded.ports import free_port, release_port
from sensoor.services import client, readiness

from tests.bus.visiting import is_let_in, visiting
from tests.platform import Platform
from tests.waiting import eventually

SERVICE = "contacts"


@pytest.fixture
async def there(platform: Platform) -> AsyncIterator[Bus]:
    """A bus with the service's place on it; what a test left of a rotation is ended."""
    await platform.provision(SERVICE)
    path = platform.bus.keys.credentials(SERVICE)
    yield platform.bus
    path.with_suffix(".creds.old").unlink(missing_ok=True)


async def test_both_credentials_are_valid_until_the_rotation_is_finished(there: Bus) -> None:
    path = there.keys.credentials(SERVICE)
    old, before = path.with_suffix(".creds.old"), path.read_text()
    async with visiting(there, SERVICE) as running:
        assert rotation.begin(there, SERVICE) == path
        assert old.read_text() == before != path.read_text()
        assert path.stat().st_mode & 0o777 == old.stat().st_mode & 0o777 == 0o600
        kept = path.with_suffix(".kept")
        kept.write_text(before)
        assert await is_let_in(there, SERVICE, old)
        assert await is_let_in(there, SERVICE, path)
        await running.reach()
        with pytest.raises(RotationRefused, match="--finish"):
            rotation.begin(there, SERVICE)

        async with visiting(there, SERVICE) as renewed, visiting(there, "billing") as other:
            await rotation.finish(there, SERVICE)

            async def is_cut_off() -> bool:
                return running.client.is_closed

            await eventually(is_cut_off, within=5)
            await renewed.reach()
            await other.reach()
    assert not await is_let_in(there, SERVICE, kept)
    assert await is_let_in(there, SERVICE, path)
    assert not old.exists()
    with pytest.raises(RotationRefused, match="is not being rotated"):
        await rotation.finish(there, SERVICE)


async def test_every_revocation_is_kept_when_another_follows(there: Bus) -> None:
    gone = []
    for _ in range(2):
        gone.append(bus_keys.token_in(there.keys.credentials(SERVICE))["sub"])
        rotation.begin(there, SERVICE)
        await rotation.finish(there, SERVICE)
    async with there.connected(ACCOUNTS_USER) as system:
        claims = await lookup(system, there.keys, account_of(SERVICE))
    assert set(gone) <= set((claims or {})["revocations"])


async def test_a_process_that_is_cut_off_ends_and_comes_back_with_its_new_credentials(
    there: Bus, platform: Platform, tmp_path: Path
) -> None:
    port = free_port(28400)
    environment = {**os.environ, **await platform.environment(SERVICE, PORT=str(port))}
    address, log = f"http://127.0.0.1:{port}", tmp_path / "log"

    def started() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", SERVICE], env=environment,
                stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    async def is_ready() -> bool:
        async with client() as asking:
            return (await readiness(asking, address))[0]

    process = started()
    try:
        await eventually(is_ready, within=60)
        rotation.begin(there, SERVICE)
        assert await is_ready()
        await rotation.finish(there, SERVICE)

        async def has_ended() -> bool:
            return process.poll() is not None

        await eventually(has_ended, within=40)
        said = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
        assert any("the process ends" in json.dumps(line) for line in said), log.read_text()
        process = started()
        await eventually(is_ready, within=60)
    finally:
        process.kill()
        process.wait()
        release_port(port)
