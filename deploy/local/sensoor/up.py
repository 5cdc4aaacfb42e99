"""`sensoor up`: the platform on the screen until it is told to stop."""

import asyncio
import signal
import time
from pathlib import Path

from sensoor.screen import console, say, show_addresses
from sensoor.supervisor import running_platform

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(home: Path) -> None:
    """Brings the platform up and returns when a signal asked it to stop and all has ended."""
    asyncio.run(_until_signalled(home))


async def _until_signalled(home: Path) -> None:
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(_stay_up(home))
    asked: list[signal.Signals] = []

    def ask_to_stop(by: signal.Signals) -> None:
        if asked:
            say("it is stopping already")
            return
        asked.append(by)
        say(f"{by.name}: stopping")
        work.cancel()

    for each in STOP_SIGNALS:
        loop.add_signal_handler(each, ask_to_stop, each)
    try:
        await work
    except asyncio.CancelledError:
        say("stopped; what it held is kept in " + str(home))


async def _stay_up(home: Path) -> None:
    began = time.monotonic()
    say(f"starting in {home}")
    async with running_platform(home, say) as platform:
        say(f"ready in {time.monotonic() - began:.1f} s")
        console.print()
        show_addresses(platform.addresses)
        console.print("\nCtrl-C stops all of it.\n")
        await asyncio.Event().wait()
