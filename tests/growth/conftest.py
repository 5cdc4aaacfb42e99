"""A PostgreSQL of these tests' own, which writes down every statement that it is asked."""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sensoor.embedded.ports import free_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.postgres_files import place
from sensoor.embedded.program import start

from tests.growth.plans import Asked
from tests.platform import Platform

# What is here is made anew for every run: no byte of it need outlive a crash.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off",
        "wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB", "shared_buffers=512MB",
        "maintenance_work_mem=512MB")  # fmt: skip
WRITTEN_DOWN = ("logging_collector=on", "log_destination=jsonlog", "log_filename=asked",
                "log_rotation_age=0", "log_rotation_size=0", "log_file_mode=0644")  # fmt: skip


@pytest.fixture
async def grown(platform: Platform) -> AsyncIterator[tuple[Platform, Asked]]:
    """A platform on a database of its own, and what that database is asked."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-pg-"))
    os.chmod(folder, 0o755)  # noqa: PTH101 (pathlib blocks as well, and is refused here)
    port = free_port(25700)
    program = postgres_program(folder / "postgres", port)
    for setting in FAST + WRITTEN_DOWN:
        program.command.extend(["-c", setting])
    process = start(program, folder / "postgres.log")
    url = admin_url(folder / "postgres", port)
    try:
        await wait_for_postgres(url, folder / "postgres.log")
        asked = Asked(place(folder / "postgres").data / "log" / "asked.json")
        async with AsyncExitStack() as stack:
            yield Platform(url, stack, {}, platform.broker), asked
    finally:
        process.send_signal(signal.SIGINT)  # it waits for nobody who is still connected
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
