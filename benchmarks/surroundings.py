"""The real broker and the real database of one benchmark, embedded, in a folder of its own."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import psutil
from sensoor.embedded.ports import free_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.program import start
from shared.migrations import migrate, migrations_of

from benchmarks import bus


@dataclass(frozen=True)
class Surroundings:
    """Where the broker and the database are, and their process ids."""

    nats_url: str
    admin_url: str
    nats_pid: int
    postgres_pid: int

    async def create_database(self, name: str) -> str:
        """Create an empty database; return its URL."""
        unique = f"{name}_{uuid.uuid4().hex[:8]}"
        connection = await asyncpg.connect(self.admin_url)
        await connection.execute(f'CREATE DATABASE "{unique}"')
        await connection.close()
        return f"{self.admin_url.rsplit('/', 1)[0]}/{unique}"

    async def create_service_database(self, service: str) -> str:
        """Create a service's database and migrate it; return its URL."""
        url = await self.create_database(service)
        await asyncio.to_thread(migrate, url, migrations_of(service))
        return url

    def cpu_seconds(self) -> dict[str, float]:
        """Return what the broker and the database have used of the processors so far."""
        return {"nats": cpu_seconds(self.nats_pid), "postgres": cpu_seconds(self.postgres_pid)}


def cpu_seconds(pid: int) -> float:
    """Return what a process and its children have used of the processors so far."""
    process = psutil.Process(pid)
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            used = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += float(used.user + used.system)
    return total


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sensoor-bench-"))
    folder.chmod(0o755)
    return folder


@asynccontextmanager
async def surroundings(how: str = bus.SHIPPED) -> AsyncIterator[Surroundings]:
    """Start both, the broker closed as it is shipped, and end and forget them after use.

    PostgreSQL notes the time of each commit, on both sides of a comparison alike.
    """
    folder = _new_folder()
    nats_port, postgres_port = free_port(26222), free_port(26432)
    program = postgres_program(folder / "postgres", postgres_port)
    program = replace(program, command=[*program.command, "-c", "track_commit_timestamp=on"])
    postgres = start(program, folder / "postgres.log")
    broker, nats_url = bus.broker(folder, nats_port, how)
    nats = start(broker, folder / "nats.log")
    try:
        here = Surroundings(
            nats_url=nats_url,
            admin_url=admin_url(folder / "postgres", postgres_port),
            nats_pid=nats.pid,
            postgres_pid=postgres.pid,
        )
        await bus.ready(nats_url, how, folder / "nats.log")
        await wait_for_postgres(here.admin_url, folder / "postgres.log")
        yield here
    finally:
        for process in (nats, postgres):
            process.terminate()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
