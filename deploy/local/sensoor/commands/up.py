"""`sensoor up`: run the platform in the foreground until a signal stops it."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import asyncio
import signal
import time
from pathlib import Path

import typer

from sensoor import home
from sensoor.commands.addresses import show_addresses
from sensoor.console import console, fail, say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up() -> None:
    """Start broker, database and services here, and stop them at Ctrl-C."""
    from sensoor.platform.supervisor import CannotStart

    try:
        asyncio.run(_until_signalled(home.home_folder()))
    except (home.HomeIsHeld, CannotStart) as error:
        fail(str(error))
        raise typer.Exit(1) from None


async def _until_signalled(folder: Path) -> None:
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(_stay_up(folder))
    asked: list[signal.Signals] = []

    def ask_to_stop(by: signal.Signals) -> None:
        if asked:
            say("already stopping")
            return
        asked.append(by)
        say(f"{by.name}: stopping")
        work.cancel()

    for each in STOP_SIGNALS:
        loop.add_signal_handler(each, ask_to_stop, each)
    try:
        await work
    except asyncio.CancelledError:
        say("stopped; the data are kept in " + str(folder))


async def _stay_up(folder: Path) -> None:
    from sensoor.platform.supervisor import running_platform

    began = time.monotonic()
    say(f"starting in {folder}")
    async with running_platform(folder, say) as platform:
        say(f"ready in {time.monotonic() - began:.1f} s")
        console.print()
        show_addresses(platform.addresses)
        console.print("\nCtrl-C stops all of it.\n")
        await asyncio.Event().wait()
