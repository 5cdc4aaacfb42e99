"""`sensoor up` as its user runs it: a process of its own, in a home of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sensoor import home as homes

from tests.waiting import eventually

UP_WITHIN = 240  # seconds; a machine may be busy, and nothing here measures


@dataclass
class Up:
    """A `sensoor up` and what a user sees of it."""

    home: Path
    process: subprocess.Popen[bytes]

    def screen(self) -> str:
        return (self.home / "screen.txt").read_text()

    def addresses(self) -> dict[str, Any]:
        return homes.addresses(self.home) or {}

    def pids(self) -> dict[str, int]:
        return {name: record.pid for name, record in homes.records(self.home).items()}

    async def is_ready(self) -> bool:
        assert self.process.poll() is None, self.screen()
        return bool(self.addresses())

    async def wait_until_ready(self) -> None:
        await eventually(self.is_ready, within=UP_WITHIN)

    async def left(self) -> list[str]:
        """Processes that belong to this home and still run."""
        return [
            process.info["name"]
            for process in psutil.process_iter(["name", "cmdline", "status"])
            if str(self.home) in " ".join(process.info["cmdline"] or ())
            and process.info["status"] != psutil.STATUS_ZOMBIE
        ]


def run_sensoor(
    home: Path, *arguments: str, **surroundings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of `sensoor` in a home."""
    return subprocess.run(
        [sys.executable, "-m", "sensoor", *arguments],
        env=environment(home) | surroundings, capture_output=True, text=True, check=False,
        timeout=UP_WITHIN,
    )  # fmt: skip


def start_up(home: Path) -> Up:
    """Start `sensoor up` in a home."""
    home.mkdir(exist_ok=True)
    with (home / "screen.txt").open("wb") as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "sensoor", "up"],
            env=environment(home), stdout=screen, stderr=subprocess.STDOUT,
        )  # fmt: skip
    return Up(home, process)


def environment(home: Path) -> dict[str, str]:
    mine = {name: os.environ[name] for name in os.environ if not name.endswith("_URL")}
    return {**mine, "SENSOOR_HOME": str(home)}


@pytest.fixture(scope="module")
def two_homes() -> Iterator[tuple[Up, Up]]:
    """Two platforms, started at the same moment on this machine."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-up-"))
    folder.chmod(0o755)
    ups = (start_up(folder / "first"), start_up(folder / "second"))
    yield ups
    for up in ups:
        for pid in [up.process.pid, *up.pids().values()]:
            if psutil.pid_exists(pid) and up.process.poll() is None:
                os.kill(pid, signal.SIGKILL)
        up.process.wait()
    shutil.rmtree(folder, ignore_errors=True)


async def is_answered(url: str) -> bool:
    """Whether something answers there with success."""
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(url)).is_success
        except httpx.HTTPError:
            return False


def read_json(path: Path) -> dict[str, Any]:
    """A file of JSON."""
    content: dict[str, Any] = json.loads(path.read_text())
    return content
