"""A supervised process: started, watched, restarted after each death, and stopped."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from sensoor import home as homes
from sensoor.embedded.program import Program, start, tail

GIVE_UP_AFTER = 4  # deaths before it was ever ready
FIRST_DELAY, LONGEST_DELAY, STEADY_AFTER = 0.2, 5.0, 30.0  # seconds
LOOK_EVERY = 0.05

Say = Callable[[str], None]


class StepFailed(Exception):
    """A step of the start failed; the text includes the end of its log."""


@dataclass(slots=True, eq=False)
class SupervisedProcess:
    """One process. `answers` returns once it is ready; `changed` is called after each start."""

    name: str
    program: Program
    log: Path
    answers: Callable[[], Awaitable[None]]
    say: Say
    changed: Callable[[], None]
    stop_signal: signal.Signals = signal.SIGTERM
    record: homes.Record | None = None
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self) -> None:
        """Start it and keep it running until `stop`."""
        self._start()
        self._tasks = [asyncio.create_task(self._keep_running())]

    async def first_answer(self) -> None:
        """Return once it is ready; StepFailed when it keeps dying instead."""
        answering = asyncio.ensure_future(self.answers())
        try:
            while not answering.done():
                if self.restarts >= GIVE_UP_AFTER:
                    raise StepFailed(f"{self.name} does not stay up. {tail(self.log)}")
                await asyncio.wait([answering], timeout=LOOK_EVERY)
            answering.result()
        finally:
            answering.cancel()

    async def stop(self, seconds: float) -> None:
        """Ask it to end and wait; after `seconds` it is killed, and `say` tells it."""
        for task in self._tasks:
            task.cancel()
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(_end_of(self.process), seconds)
        except TimeoutError:
            self.say(f"{self.name} did not stop within {seconds:.0f} s: killed")
            self.process.kill()
            await _end_of(self.process)

    def kill(self) -> None:
        """Kill it at once, as a fault would; it is restarted as after any death."""
        if self.process is not None:
            self.process.kill()

    def _start(self) -> None:
        self.process = start(self.program, self.log)
        self.record = homes.record_of(self.process.pid, self.restarts)
        self.changed()

    async def _keep_running(self) -> None:
        delay = FIRST_DELAY
        while self.process is not None:
            started = time.monotonic()
            code = await _end_of(self.process)
            if time.monotonic() - started > STEADY_AFTER:
                delay = FIRST_DELAY
            self.say(f"{self.name} {_manner(code)}; it is started again in {delay:.1f} s")
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY)
            self.restarts += 1
            try:
                self._start()
            except OSError as error:  # no process or file descriptor is free: that may pass
                self.say(f"{self.name} could not be started: {error}")
                continue
            for task in self._tasks[1:]:
                task.cancel()
            self._tasks[1:] = [asyncio.create_task(self._say_when_back())]

    async def _say_when_back(self) -> None:
        began = time.monotonic()
        with suppress(TimeoutError):
            await self.answers()
            self.say(f"{self.name} is back after {time.monotonic() - began:.1f} s")


async def run_step(name: str, program: Program, log: Path) -> None:
    """Run a program to its end; StepFailed when its exit code is not 0."""
    process = start(program, log)
    try:
        code = await _end_of(process)
    except asyncio.CancelledError:
        process.kill()
        process.wait()
        raise
    if code != 0:
        raise StepFailed(f"{name} {_manner(code)}. {tail(log)}")


async def all_of(*work: Coroutine[Any, Any, None]) -> None:
    """Run all concurrently; the first failure cancels the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def end_leftovers(home: Path, say: Say) -> None:
    """End what a killed supervisor left running, before anything starts on its data."""
    left = homes.leftovers(home)
    for name, process in left.items():
        say(f"{name} (process {process.pid}) is left from a run that was killed: ended")
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
    _, stubborn = await asyncio.to_thread(psutil.wait_procs, list(left.values()), timeout=10)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    await asyncio.to_thread(psutil.wait_procs, stubborn, timeout=10)


async def _end_of(process: subprocess.Popen[bytes]) -> int:
    while (code := process.poll()) is None:  # noqa: ASYNC110  it tells only who asks
        await asyncio.sleep(LOOK_EVERY)
    return code


def _manner(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was killed ({signal.Signals(-code).name})"
