"""`python -m demo.faults`: compare the demo with kills to the demo without.

Services, broker and database get SIGKILL at seeded random moments: each at least once, at least
ten kills in all, some of them two at once. In the end every count must be the same.

How many of the chats and calls are answered is decided by time, and a kill takes time: they are
left out of the counts. Of them each run by itself must hold: every attempt over, and exactly once
in the tables and on the stream; every call among them, or registered by hand after the exchange's
fixed list; every letter answered; every word once and in order at both sides; none of them kept
anywhere.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from rich.table import Table
from sensoor.console import console, fail, say
from sensoor.embedded import postgres_files
from sensoor.platform.supervisor import Platform, running_platform

from demo.chance import chance
from demo.story import Outcome, play

PARTS = ("contacts", "billing", "volunteers", "reporting", "nats", "postgres")
LEAST_KILLS = 10
SECONDS_BETWEEN = (1.0, 9.0)
BOTH_AT_ONCE = 0.15
# These may differ: the time, the addresses, and what time decides of the evening. Its events (who
# is at the desk, who was missed) are among those published: lost and duplicated are counted by id.
# Its attempts are among those that the forecast is tried on.
NOT_COUNTED = {
    "seconds", "reports", "apis", "chat", "documents",
    "chats_offered", "chats_answered", "chats_abandoned", "longest_wait_seconds",
    "calls_offered", "calls_answered", "calls_on_the_fixed_list", "letters_answered",
    "events_published", "events_projected", "forecast_error_to_repeating_a_week",
}  # fmt: skip


def victims(random: Random) -> Iterator[list[str]]:
    """Yield what is killed next, without end: each part once a round, in random order."""
    while True:
        for part in random.sample(PARTS, len(PARTS)):
            both = random.random() < BOTH_AT_ONCE
            yield [part, random.choice(PARTS)] if both else [part]


async def kill_now_and_then(platform: Platform, killed: Counter[str]) -> None:
    """Kill parts at random moments, without end."""
    random = chance("faults")
    for parts in victims(random):
        await asyncio.sleep(random.uniform(*SECONDS_BETWEEN))
        for part in dict.fromkeys(parts):
            say(f"kill -9 {part}")
            platform.kill(part)
            killed[part] += 1


async def undisturbed(folder: Path, scale: float) -> Outcome:
    """Play the demo on a platform of its own and return what it held."""
    async with running_platform(folder, say) as platform:
        return await play(folder, platform.addresses, scale)


async def disturbed(folder: Path, scale: float) -> tuple[Outcome, Counter[str]]:
    """Play the demo on a platform whose parts are killed; return what it held, and the kills."""
    killed: Counter[str] = Counter()
    async with running_platform(folder, say) as platform:
        killing = asyncio.create_task(kill_now_and_then(platform, killed))
        try:
            outcome = await play(folder, platform.addresses, scale)
        finally:
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing
    return outcome, killed


def differences(calm: Outcome, faulty: Outcome) -> list[str]:
    """Return the counts in which the two runs differ, in words; the evening is left out."""
    counts, others = without_evening(calm), without_evening(faulty)
    return [
        f"{name} is {others[name]} with faults and {counts[name]} without"
        for name in counts
        if counts[name] != others[name]
    ]


def without_evening(outcome: Outcome) -> dict[str, Any]:
    """Return what must be the same in every run: no evening, nor who came first for a place."""
    return {
        name: value - outcome.evening[name] if name in outcome.evening else value
        for name, value in outcome.summary.items()
        if name not in NOT_COUNTED and not name.startswith("week_ahead")
    }


async def compare(folder: Path, scale: float) -> int:
    """Play both in homes within the folder, show the comparison, and return the exit code."""
    began = time.monotonic()
    say("first the demo left alone")
    calm = await undisturbed(folder / "calm", scale)
    say("now the same demo, while its parts are killed")
    faulty, killed = await disturbed(folder / "faulty", scale)
    wrong = [*calm.findings, *calm.wrong, *faulty.findings, *faulty.wrong]
    wrong += differences(calm, faulty)
    if killed.total() < LEAST_KILLS or set(killed) < set(PARTS):
        wrong.append(f"only {killed.total()} kills, of {', '.join(sorted(killed))}")
    show(calm.summary, faulty.summary, killed)
    for line in wrong:
        fail(line)
    if not wrong:
        say(f"the same in every count, after {killed.total()} kills")
    say(f"both in {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def show(calm: dict[str, Any], faulty: dict[str, Any], killed: Counter[str]) -> None:
    """Show both summaries side by side, and the kills of each part."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("", "left alone", "with faults"):
        table.add_column(column, justify="right" if column else "left")
    for name, value in calm.items():
        if not isinstance(value, (list, dict)):
            table.add_row(name.replace("_", " "), str(value), str(faulty[name]))
    console.print(table)
    say("killed: " + ", ".join(f"{part} {killed[part]} times" for part in PARTS))


def main(scale: float) -> int:
    """Compare in a folder that is removed afterwards, on a broker and a database of its own."""
    for yours in ("NATS_URL", "BUS_KEYS", "NATS_CA", "DATABASE_URL"):
        os.environ.pop(yours, None)
    os.environ["COPIES_EVERY_SECONDS"] = "1"
    with tempfile.TemporaryDirectory(prefix="sensoor-faults-") as folder:
        try:
            # PostgreSQL does not run as root: its user must reach its data.
            Path(folder).chmod(0o755)
            return asyncio.run(compare(Path(folder), scale))
        finally:
            for home in ("calm", "faulty"):
                postgres_files.forget(Path(folder) / home / "postgres")


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 1.0))
