"""Processes of services in roles of their own, as a cluster runs them: started, asked to leave."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from sensoor import services
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program, start, tail
from sensoor.platform.supervisor import Platform

from tests.waiting import eventually

# `make faults` takes the time that the requirements name; `make test` less of it.
FULL = os.environ.get("FULL") == "1"
# What deployments give a process to leave: terminationGracePeriodSeconds.
GRACE_SECONDS = 60.0


class Replica:
    """One process of a service in one role."""

    def __init__(
        self, service: str, role: str, surroundings: Mapping[str, str], folder: Path
    ) -> None:
        self.service = service
        self.role = role
        self.folder = folder
        self.port = free_port(28400)
        self.address = f"http://127.0.0.1:{self.port}"
        self.name = f"{service}-{role}-{self.port}"
        self.log = folder / f"{self.name}.log"
        self.metrics_port = free_port(29400)
        own = {
            "ROLE": role, "HOST": "127.0.0.1", "PORT": str(self.port),
            "METRICS_PORT": str(self.metrics_port),
        }  # fmt: skip
        self.program = python_program(service, **{**surroundings, **own})
        self.process: subprocess.Popen[bytes] | None = None

    def another(self) -> "Replica":
        """Return one more of its kind, which is not started."""
        return Replica(self.service, self.role, self.program.environment, self.folder)

    def begin(self) -> None:
        """Start it; `ready` waits until it is."""
        self.process = start(self.program, self.log)

    async def ready(self) -> None:
        """Return once it says that it is ready, with nothing away."""
        await services.wait_until_ready(self.address)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """The process, which runs or ran."""
        assert self.process is not None
        return self.process

    def ask_to_leave(self) -> None:
        """Send it SIGTERM."""
        self.running.send_signal(signal.SIGTERM)

    async def left(self) -> int:
        """Return its exit code; fail when it has none within the grace period."""

        async def ended() -> bool:
            return self.running.poll() is not None

        await eventually(ended, GRACE_SECONDS)
        assert self.running.returncode == 0, tail(self.log)
        return self.running.returncode

    async def end(self) -> None:
        """Ask it to leave if it has not left, and wait until it has."""
        if self.process is not None and self.process.poll() is None:
            self.ask_to_leave()
            try:
                await self.left()
            finally:
                self.process.kill()
        release_port(self.port)
        release_port(self.metrics_port)


@asynccontextmanager
async def replicas(
    platform: Platform, roles: Sequence[str]
) -> AsyncIterator[dict[str, list[Replica]]]:
    """Put processes in these roles in the place of each service of a platform that is up.

    They are given by service, ready, in the order of `roles`; what stands in their place by the
    end is asked to leave.
    """
    made: dict[str, list[Replica]] = {}
    async with AsyncExitStack() as stack:
        parts = {service: platform.processes.pop(service) for service in services.PORTS}
        await asyncio.gather(*(part.stop(GRACE_SECONDS) for part in parts.values()))
        for service, part in parts.items():
            known = part.program.environment
            made[service] = [Replica(service, role, known, platform.home) for role in roles]
        stack.push_async_callback(_end_all, made)
        for replica in of_all(made):
            replica.begin()
        await asyncio.gather(*(replica.ready() for replica in of_all(made)))
        yield made


def of_all(replicas_by_service: Mapping[str, Sequence[Replica]]) -> list[Replica]:
    """Return the replicas of all services."""
    return [replica for of_service in replicas_by_service.values() for replica in of_service]


async def _end_all(made: Mapping[str, Sequence[Replica]]) -> None:
    await asyncio.gather(*(replica.end() for replica in of_all(made)))


@asynccontextmanager
async def asking(**headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that never tries again and keeps no connection."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(
        timeout=30, trust_env=False, limits=limits, headers=headers
    ) as client:
        yield client


async def counted(replica: Replica, metric: str) -> float:
    """Return what a process has counted, over all labels."""
    async with asking() as client:
        told = (await client.get(f"http://127.0.0.1:{replica.metrics_port}/metrics")).text
    lines = [line for line in told.splitlines() if line.startswith(metric + "{")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)
