"""The process that solves an instance: started with an empty environment, and ended with its use.

It is killed when the block that uses it ends: its time is over, it was stopped, or the worker
leaves. It ends by itself when the worker was killed.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

# A line may hold every place of four weeks at all locations.
LONGEST_LINE = 16 * 2**20
COMMAND = (sys.executable, "-m", "volunteers.rosters.solver")


class SolverFailed(Exception):
    """The process ended by a fault."""


@dataclass
class Answers:
    """What the process has said so far; `places` are those of the best roster."""

    last: dict[str, Any] = field(default_factory=dict)
    places: list[list[str]] = field(default_factory=list)
    prices: dict[str, float] = field(default_factory=dict)
    better: bool = False

    def take(self, line: bytes) -> None:
        """Take a line of its output."""
        said = json.loads(line)
        if "places" in said:
            self.places, self.better = said.pop("places"), True
        self.prices = said.pop("prices", self.prices)
        said.pop("cpu", None)
        self.last = said


@dataclass
class Solving:
    """A running solver: its answers, and the task that reads them to their end."""

    answers: Answers
    reading: asyncio.Task[None]


@asynccontextmanager
async def solving(instance: dict[str, Any], seconds: int) -> AsyncIterator[Solving]:
    """Start the process; raise `SolverFailed` where reading its answers is awaited and fails."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, str(seconds), str(os.getpid()),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        # What stands on its error output may quote the instance.
        stderr=asyncio.subprocess.DEVNULL, env={}, limit=LONGEST_LINE,
    )  # fmt: skip
    answers = Answers()
    reading = asyncio.create_task(_read(process, instance, answers))
    try:
        yield Solving(answers, reading)
    finally:
        reading.cancel()
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _read(
    process: asyncio.subprocess.Process, instance: dict[str, Any], answers: Answers
) -> None:
    assert process.stdin
    assert process.stdout
    text = await asyncio.to_thread(json.dumps, instance)
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(text.encode())
        await process.stdin.drain()
        process.stdin.close()
    async for line in process.stdout:
        answers.take(line)
    if await process.wait():
        raise SolverFailed(f"the solver ended with status {process.returncode}")
