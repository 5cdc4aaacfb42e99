"""A process under measurement: it is told what to do by lines of JSON, and answers so.

What else it writes (the JSON logs of a service) is shown when it is a warning or worse.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson

from benchmarks.results import console
from benchmarks.surroundings import cpu_seconds

ANSWER_SECONDS = 180
LINE_BYTES = 4_194_304


class Child:
    """One process of ours, written by hand, or raw."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def answer(self) -> Any:
        """Return what it answers next."""
        assert self.process.stdout
        while line := await asyncio.wait_for(self.process.stdout.readline(), ANSWER_SECONDS):
            said = orjson.loads(line) if line.startswith(b"{") else {"level": "?", "text": line}
            if "answer" in said:
                return said["answer"]
            if said.get("level") != "INFO":
                console.print(said)
        raise RuntimeError("a process under measurement ended before it answered")

    async def do(self, **command: Any) -> Any:
        """Have something done; return the answer."""
        assert self.process.stdin
        self.process.stdin.write(orjson.dumps(command) + b"\n")
        await self.process.stdin.drain()
        return await self.answer()

    def stop(self) -> None:
        """Halt it until `go_on`."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run on."""
        os.kill(self.process.pid, signal.SIGCONT)

    def cpu_seconds(self) -> float:
        """Return what it has used of the processors so far."""
        return cpu_seconds(self.process.pid)


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Child]:
    """Start `python -m <module> <arguments>`; it says that it is ready, and ends with its input."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE_BYTES,
    )  # fmt: skip
    started = Child(process)
    try:
        await started.answer()
        yield started
    finally:
        if process.returncode is None:
            assert process.stdin
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
                await process.wait()
