"""What `sensoor doctor` checks: the machine, the home, and the platform if it is up."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensoor import clock, home, services
from sensoor.embedded import nats as embedded_nats
from sensoor.embedded import ports, postgres_files
from sensoor.platform import running_checks

ENOUGH_DISK = 2 * 1024**3
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; if it is not well, `mend` tells what to do."""

    what: str
    well: bool
    said: str
    mend: str = ""


async def examine(folder: Path) -> AsyncIterator[Finding]:
    """Check everything; first what needs no running platform."""
    for finding in (*_machine(folder), *_home(folder)):
        yield finding
    addresses = home.addresses(folder)
    if addresses is None:
        for finding in _ports():
            yield finding
        yield Finding("platform", True, "not up here: `sensoor up` starts it")
        return
    async for finding in _platform(folder, addresses):
        yield finding


def _machine(folder: Path) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "Python", sys.version_info >= OLDEST_PYTHON, version, "install Python 3.11 or newer"
    )
    yield _runs("nats-server", lambda: [str(embedded_nats.nats_server()), "--version"])
    yield _runs("PostgreSQL", lambda: [str(postgres_files.installed() / "bin" / "postgres"), "-V"])
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    yield Finding(
        "disk", free > ENOUGH_DISK, f"{free / 1024**3:.1f} GB free for {folder}",
        "make room, or let SENSOOR_HOME point to a larger disk",
    )  # fmt: skip


def _runs(what: str, command: Any) -> Finding:
    mend = "make setup"
    try:
        said = subprocess.run(command(), capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(what, False, f"its program does not run: {error}", mend)
    return Finding(what, True, said.stdout.strip())


def _home(folder: Path) -> Iterator[Finding]:
    by = home.holder(folder)
    said = f"held by process {by.pid} since {clock.moment(by.since)}" if by else "free"
    yield Finding("home", True, f"{folder}: {said}")
    left = home.leftovers(folder)
    named = ", ".join(f"{name} ({process.pid})" for name, process in left.items())
    yield Finding(
        "leftovers", not left, named or "none", "sensoor up   (it ends them before it starts)"
    )


def _ports() -> Iterator[Finding]:
    wanted = {"NATS": services.NATS_PORT, "PostgreSQL": services.POSTGRES_PORT} | services.PORTS
    wanted |= {f"{name} metrics": port for name, port in services.METRICS_PORTS.items()}
    taken = {}
    for name, port in wanted.items():
        found = ports.free_port(port)
        ports.release_port(found)
        if found != port:
            taken[name] = port
    said = ", ".join(f"{port} ({name})" for name, port in taken.items())
    yield Finding(
        "ports", True, f"taken: {said}; `sensoor up` will use the next" if taken else "all free"
    )


async def _platform(folder: Path, addresses: dict[str, Any]) -> AsyncIterator[Finding]:
    try:
        async for what, wrong, mend in running_checks.checks(folder, addresses):
            yield Finding(what, not wrong, wrong or "well", mend)
    except Exception as error:  # what cannot be checked is a finding too
        yield Finding("the rest", False, f"{type(error).__name__}: {error}", "sensoor status")
