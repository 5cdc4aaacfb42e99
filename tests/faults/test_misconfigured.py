"""A process that can never come in leaves, and says why: waiting would not help."""

import asyncio
from pathlib import Path

import pytest
from sensoor.embedded.nats import nats_program
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import start

from benchmarks.bus import certificate_in
from tests.faults.processes import process
from tests.platform import Platform
from tests.waiting import eventually


@pytest.mark.parametrize(
    ("setting", "content", "said"),
    [
        ("NATS_CREDENTIALS", None, "NATS_CREDENTIALS cannot be read: No such file or directory"),
        ("NATS_CREDENTIALS", "no credentials", "NATS_CREDENTIALS holds no token and key"),
        ("NATS_CA", None, "NATS_CA is no certificate authority: No such file or directory"),
        ("NATS_CA", "no certificate", "NATS_CA is no certificate authority"),
    ],
)
async def test_a_process_with_a_bad_file_leaves_with_a_fault_and_says_which(
    platform: Platform, tmp_path: Path, setting: str, content: str | None, said: str
) -> None:
    file = tmp_path / "given"
    if content is not None:
        file.write_text(content)
    await platform.provision("contacts")
    environment = await platform.environment("contacts", **{setting: str(file)})
    log = tmp_path / "log"

    with process(["-m", "contacts"], environment, log) as running:
        status = await asyncio.to_thread(running.wait, 30)

    assert status == 1
    assert said in log.read_text()


async def test_a_process_that_trusts_another_authority_leaves_and_says_so(
    platform: Platform, tmp_path: Path
) -> None:
    keys = platform.bus.keys
    folder, port = tmp_path / "nats", free_port(24222)
    program = nats_program(folder, port, keys, certificate_in(tmp_path / "theirs"))
    broker, log = start(program, tmp_path / "nats.log"), tmp_path / "log"
    ours, _key = certificate_in(tmp_path / "ours")
    environment = await platform.environment(
        "contacts", NATS_URL=f"tls://127.0.0.1:{port}", NATS_CA=str(ours)
    )
    try:
        with process(["-m", "contacts"], environment, log) as running:
            assert await asyncio.to_thread(running.wait, 30) == 1
    finally:
        broker.kill()
        broker.wait()
        release_port(port)
    assert "the certificate of the bus is not of the authority in NATS_CA" in log.read_text()


async def test_a_process_waits_for_a_bus_that_does_not_know_it_yet(
    platform: Platform, tmp_path: Path
) -> None:
    """On a new cluster the accounts come after the services."""
    environment, log = await platform.environment("contacts"), tmp_path / "log"
    with process(["-m", "contacts"], environment, log) as running:

        async def was_refused_twice() -> bool:
            return log.exists() and log.read_text().count("Authorization Violation") > 1

        await eventually(was_refused_twice, within=60)
        assert running.poll() is None
