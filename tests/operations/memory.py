"""`python -m tests.operations.memory [SCALE]`: what memory a service takes, at rest and at work.

Once as one process, as on one machine, and once as an API and a worker, as on a cluster. It is
what requests and limits of deployments are taken from. RSS in MiB; `most` is its highest ever.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psutil
from demo.main import play
from rich.console import Console
from rich.table import Table
from sensoor.embedded import postgres_files
from sensoor.platform.supervisor import Platform, running_platform
from sensoor.services import PORTS

from tests.operations.replicas import of_all, replicas

MIB = 1024 * 1024


def at_present(pids: Mapping[str, int]) -> dict[str, float]:
    """Return the resident memory of processes, in MiB."""
    return {name: psutil.Process(pid).memory_info().rss / MIB for name, pid in pids.items()}


def highest(pid: int) -> float:
    """Return the most that a process ever had resident, in MiB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1024


async def measure(
    platform: Platform, pids: Mapping[str, int], addresses: dict[str, object], scale: float
) -> list[tuple[str, float, float, float]]:
    """Play the demo; return name, memory at rest, at its end, and at most."""
    rest = at_present(pids)
    outcome = await play(platform.home, addresses, scale)
    assert outcome.well, (outcome.findings, outcome.wrong)
    end = at_present(pids)
    return [(name, rest[name], end[name], highest(pid)) for name, pid in pids.items()]


async def as_one(folder: Path, scale: float) -> list[tuple[str, float, float, float]]:
    """Measure services that are one process each."""
    async with running_platform(folder) as platform:
        pids = {name: platform.pid(name) for name in PORTS}
        return await measure(platform, pids, platform.addresses, scale)


async def apart(folder: Path, scale: float) -> list[tuple[str, float, float, float]]:
    """Measure services that are an API and a worker each."""
    roles = ("api", "worker")
    async with running_platform(folder) as platform, replicas(platform, roles) as made:
        pids = {f"{one.service} {one.role}": one.running.pid for one in of_all(made)}
        apis = {service: made[service][0].address for service in PORTS}
        return await measure(platform, pids, platform.addresses | apis, scale)


async def main(folder: Path, scale: float) -> None:
    """Measure both, and show them."""
    table = Table("process", "at rest", "at the end", "most", box=None)
    for name, *figures in [
        *await as_one(folder / "one", scale), *await apart(folder / "apart", scale)
    ]:  # fmt: skip
        table.add_row(name, *(f"{figure:.0f}" for figure in figures))
    Console().print(table)


if __name__ == "__main__":
    os.environ["COPIES_EVERY_SECONDS"] = "1"
    with tempfile.TemporaryDirectory(prefix="sensoor-memory-") as made:
        Path(made).chmod(0o755)
        try:
            asyncio.run(main(Path(made), float(sys.argv[1]) if sys.argv[1:] else 0.1))
        finally:
            for home in ("one", "apart"):
                postgres_files.forget(Path(made) / home / "postgres")
