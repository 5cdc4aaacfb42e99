"""How long a call takes from the caller's INVITE to the listener's, with contacts and without.

*Ours* is the shipped Kamailio with its edge, which asks contacts, a process of a whole platform;
listeners sit at their desks, in browsers that are connected. *Not asking* is the same Kamailio
without an edge: it rings its fixed list at once, and still hides each side from the other.
*Alone* is a Kamailio that only relays (kamailio_alone.cfg), with the state of each transaction.
Callers and telephones are two sipps of one machine and clock; the rounds take turns.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
from contacts.lines.rules import OwnLine
from contacts.lines.stored_lines import save_line
from demo.chat import Desk, at_desk
from demo.sip_exchange import SipExchange, lacking
from sensoor import home
from sensoor.embedded import postgres_files
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

from benchmarks.chat import put_on_duty
from benchmarks.latency import percentiles
from benchmarks.results import console, median_and_spread, show, write
from benchmarks.sip_log import set_up_ms

ALONE = Path(__file__).with_name("kamailio_alone.cfg")
SIDES = ("ours", "not_asking", "alone")
NUMBER, FIXED = "0900555", "291"
# 2..: a telephone that is answered at once.
EXTENSIONS = tuple(f"2{number}" for number in range(10, 30))
REGISTERED = {"kind": "conversation", "topics": ["other"], "outcome": "helped_by_talk"}
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Pace:
    """How calls come: one each `every_ms`, each lasts `lasts_ms`; `most` are open at once."""

    every_ms: int
    lasts_ms: int
    most: int


PACES = {"one_at_a_time": Pace(250, 50, 1), "hundred_a_minute": Pace(600, 6_000, 20)}


@dataclass
class Side:
    """One way of a call, and the extensions that it may ring; `found` is what it took, in ms."""

    exchange: SipExchange
    extensions: Collection[str]
    found: dict[str, list[list[float]]] = field(
        default_factory=lambda: {pace: [] for pace in PACES}
    )

    async def call(self, calls: int, pace: Pace) -> list[float]:
        """Let so many call; return the milliseconds of each; raises CallsMissing."""
        log = self.exchange.folder / "callers.log"
        log.unlink(missing_ok=True)
        before = len(self.exchange.log("heard"))
        rate = ["-m", str(calls), "-r", "1", "-rp", str(pace.every_ms), "-l", str(pace.most),
                "-d", str(pace.lasts_ms)]  # fmt: skip
        failed = await self.exchange.call(
            "hangs_up", NUMBER, *rate, "-trace_msg", "-message_file", str(log),
            within=PATIENCE_SECONDS,
        )  # fmt: skip
        if failed:
            raise RuntimeError("a call was not answered, or not ended")
        heard = self.exchange.log("heard")[before:]
        return set_up_ms(log.read_text(), heard, calls, self.extensions)


@asynccontextmanager
async def side(name: str, folder: Path, platform: Platform) -> AsyncIterator[Side]:
    """Start the Kamailio and the telephones of a side, and the edge of ours; call it once."""
    secret = home.exchange_secrets(platform.home)["EXCHANGE_SECRETS"]
    own, contacts = folder / name, str(platform.addresses["contacts"])
    own.mkdir()
    exchange = SipExchange(own, own / "memory", contacts, secret, fallback=FIXED)
    exchange.configure()
    if name == "alone":
        shutil.copy(ALONE, folder / name / "kamailio.cfg")
    try:
        exchange.begin_telephones()
        exchange.begin_kamailio()
        if name == "ours":
            await exchange.begin_edge()
        made = Side(exchange, EXTENSIONS if name == "ours" else [FIXED])
        # sipp repeats its INVITE until Kamailio is up; the first call is slower in any case.
        await made.call(1, PACES["one_at_a_time"])
        yield made
    finally:
        exchange.end_all()


async def sit_down(stack: AsyncExitStack, platform: Platform) -> list[Desk]:
    """Let a listener sit at each telephone, and the number be ours; return the desks."""
    database = platform.addresses["databases"]["contacts"]
    shift_id, listeners = await put_on_duty(database, len(EXTENSIONS), "telephone")
    connection = await asyncpg.connect(database)
    await save_line(connection, OwnLine(NUMBER, "national"))
    await connection.close()
    desks = []
    for id_, extension in zip(listeners, EXTENSIONS, strict=True):
        headers = signing.header(platform.home, Role.LISTENER, person=str(id_))
        desk: Desk = await stack.enter_async_context(
            at_desk(platform.addresses["contacts"], headers)
        )
        desk.extension = extension
        await desk.sit_down(shift_id)
        desks.append(desk)
    return desks


async def register(desk: Desk) -> None:
    """Register the calls that a listener has ended: until then each change shows them anew."""
    for ended in desk.to_register:
        await desk.register(ended["attemptId"], **REGISTERED)


async def measure(folder: Path, calls: int, rounds: int) -> dict[str, Any]:
    """Measure; return the result as it is written."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(running_platform(folder / "home"))
        desks = await sit_down(stack, platform)
        sides = {
            name: await stack.enter_async_context(side(name, folder, platform)) for name in SIDES
        }
        for _ in range(rounds):
            for name, pace in PACES.items():
                for one in sides.values():
                    one.found[name].append(await one.call(calls, pace))
                await asyncio.gather(*map(register, desks))
    return {"calls_of_a_round": calls, "rounds": rounds} | {
        name: _compared({side: one.found[name] for side, one in sides.items()}) for name in PACES
    }


def _compared(found: dict[str, list[list[float]]]) -> dict[str, Any]:
    """Return what each side took, and ours as a multiple of the others, each round by itself."""
    took = {name: percentiles([*chain(*rounds)]) for name, rounds in found.items()}
    return {
        "milliseconds": took,
        "times": {
            other: {
                "p50": median_and_spread(
                    [median(ours) / median(theirs)
                     for ours, theirs in zip(found["ours"], found[other], strict=True)]
                ),
                "p99": round(took["ours"]["p99"] / took[other]["p99"], 2),
            }
            for other in SIDES[1:]
        },
    }  # fmt: skip


def tell(result: dict[str, Any]) -> None:
    """Print the figures."""
    for pace in PACES:
        found = result[pace]
        rows = [
            [name.replace("_", " "), *found["milliseconds"][name].values(),
             *(found["times"][name][p]["median"] if p == "p50" else found["times"][name][p]
               for p in ("p50", "p99") if name in found["times"])]
            for name in SIDES
        ]  # fmt: skip
        columns = ["ms", "p50", "p99", "worst", "ours at p50, times", "at p99, times"]
        show(f"From INVITE to INVITE, {pace.replace('_', ' ')}", columns, rows)


def main() -> None:
    """Measure, tell and write; where Kamailio or sipp is not installed, say so and write that."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if absent := lacking():
        skipped = f"skipped: not installed here: {', '.join(absent)}"
        console.print(skipped)
        write("calls", {"skipped": skipped})
        return
    os.environ.pop("NATS_URL", None)
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="sensoor-calls-") as folder:
        Path(folder).chmod(0o755)
        try:
            result = asyncio.run(measure(Path(folder), given.calls, given.rounds))
        finally:
            postgres_files.forget(Path(folder) / "home" / "postgres")
    tell(result)
    console.print(f"written to {write('calls', result)}")


if __name__ == "__main__":
    main()
