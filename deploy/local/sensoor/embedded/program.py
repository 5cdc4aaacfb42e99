"""Child processes: started, and polled until they answer."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import nats.errors

START_DEADLINE = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """What `start` runs: a command with its complete environment.

    `user` is the uid to run as (None: our own), `lock` a file that it keeps locked while it
    lives, `death_signal` the signal that it gets when its parent dies.
    """

    command: list[str]
    environment: dict[str, str]
    user: int | None = None
    lock: Path | None = None
    death_signal: int = signal.SIGKILL


def bare_environment() -> dict[str, str]:
    """Return the environment of a program that is not ours: path, locale and time zone."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def python_program(*module_and_arguments: str, **environment: str) -> Program:
    """Return a Python program with our own environment and these variables."""
    command = [sys.executable, "-P", "-m", *module_and_arguments]
    return Program(command, {**os.environ, **environment})


def start(program: Program, log: Path) -> subprocess.Popen[bytes]:
    """Start it in a process group of its own; its output is appended to `log`.

    It dies with the thread that calls this, so call it from the main thread.
    """
    prepare = [
        *(sys.executable, "-I", "-S", str(Path(__file__).with_name("spawn.py"))),
        *(str(os.getpid()), str(int(program.death_signal))),
        *("-" if program.user is None else str(program.user), str(program.lock or "-")),
    ]
    with log.open("ab") as output:
        return subprocess.Popen(
            prepare + program.command, env=program.environment, process_group=0,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip


async def until_answered(
    name: str, url: str, ask: Callable[[], Awaitable[None]], log: Path | None
) -> None:
    """Retry `ask` until it succeeds; TimeoutError shows the end of the log."""
    deadline = time.monotonic() + START_DEADLINE
    while True:
        try:
            return await ask()
        except PermissionError:
            raise  # we may not read the client's own files, such as ~/.postgresql
        except (OSError, TimeoutError, nats.errors.Error, asyncpg.CannotConnectNowError) as error:
            if time.monotonic() > deadline:
                place = urlsplit(url)
                raise TimeoutError(
                    f"{name} at {place.hostname}:{place.port} does not answer "
                    f"({type(error).__name__}). {tail(log)}"
                ) from error
        await asyncio.sleep(0.02)


def tail(log: Path | None) -> str:
    """Return the end of a log, for the message about a failure."""
    if log is None or not log.exists():
        return ""
    return f"The end of {log}:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-15:])
