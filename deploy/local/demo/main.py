"""`sensoor demo`: start the platform if it is not up, play the story, and show the result."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sensoor import home
from sensoor.commands.addresses import show_addresses
from sensoor.console import console, fail, say
from sensoor.platform.supervisor import CannotStart, running_platform

from demo import display, figures
from demo.client import Refused
from demo.first_run import PlayedOtherwise
from demo.retrying import StillAway
from demo.story import Outcome, play

__all__ = ["Outcome", "play", "run"]

TOLD = (home.HomeIsHeld, CannotStart, StillAway, Refused, PlayedOtherwise)


def run(scale: float = 1.0) -> None:
    """Play the demo in this home and exit with its exit code.

    On a platform that is up it plays and ends. Otherwise it starts one, and on a terminal keeps
    it up afterwards until Ctrl-C, unless EXIT=1.
    """
    try:
        sys.exit(asyncio.run(_until_stopped(home.home_folder(), scale)))
    except KeyboardInterrupt:
        sys.exit(130)


async def _until_stopped(folder: Path, scale: float) -> int:
    task = asyncio.current_task()
    assert task is not None
    for each in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(each, task.cancel)
    try:
        return await _run(folder, scale)
    except TOLD as error:
        fail(str(error))
    except ExceptionGroup as errors:
        if errors.split(TOLD)[1] is not None:
            raise
        fail("; ".join(sorted({str(error) for error in _leaves(errors)})))
    except asyncio.CancelledError:
        say("stopped before its end; the next run continues from here")
    return 1


def _leaves(errors: ExceptionGroup[Exception]) -> list[Exception]:
    found: list[Exception] = []
    for error in errors.exceptions:
        found += _leaves(error) if isinstance(error, ExceptionGroup) else [error]
    return found


async def _run(folder: Path, scale: float) -> int:
    began = time.monotonic()
    addresses = home.addresses(folder)
    if addresses is not None:
        say(f"playing on the platform in {folder}")
        return _show(await play(folder, addresses, scale, began), addresses)
    say(f"starting the platform in {folder}")
    # The demo plays two weeks in two minutes, so partners' copies leave each second.
    os.environ.setdefault("COPIES_EVERY_SECONDS", "1")
    async with running_platform(folder, say) as platform:
        code = _show(await play(folder, platform.addresses, scale, began), platform.addresses)
        if console.is_terminal and os.environ.get("EXIT") != "1":
            console.print("\nThe platform stays up. Ctrl-C stops all of it.\n")
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return code


def _show(outcome: Outcome, addresses: Mapping[str, Any]) -> int:
    console.print()
    display.show_summary(outcome.summary, outcome.findings, outcome.wrong)
    if outcome.foreign:
        console.print(f"\n{outcome.foreign} are not the demo's: left out of the checks")
    console.print()
    for page in outcome.summary["reports"]:
        console.print(f"the report  {page}", soft_wrap=True)
    day = f"{addresses['reporting']}/reporting/operations?day={figures.LAST_DAY}"
    console.print(f"a day of the story  {day}", soft_wrap=True)
    errors = outcome.summary["forecast_error_to_repeating_a_week"]
    told = ", ".join(f"{name} {error}" for name, error in errors.items())
    console.print(f"the forecast, its error where repeating a week has 1: {told}", soft_wrap=True)
    documents = outcome.summary["documents"]
    for name in ("annual report", "year letter"):
        console.print(f"the {name}  {documents[name]}", soft_wrap=True)
    console.print(f"invoices and bank file  {documents['folder']}", soft_wrap=True)
    show_addresses(dict(addresses))
    return 0 if outcome.well else 1
