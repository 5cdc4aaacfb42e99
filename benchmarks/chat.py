"""How long a word takes from one browser to the other, and what memory an open chat takes.

Two processes of contacts as they are shipped: the help seekers' browsers are connected to one of
them, the listeners' to the other, so that every word is sealed and crosses the bus. *Bare* is a
question and its answer between two clients of the same broker, one after the other, a message of
the same length: the rounds take turns. Memory is what both processes have resident, with no chat
open and with more and more.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import psutil
from demo.chat import Desk, Seeker, at_desk
from nats.aio.client import Client
from sensoor import services
from sensoor.bus.environment import bus_of
from sensoor.embedded import postgres_files
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program, start
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

from benchmarks.latency import percentiles
from benchmarks.results import console, show, write

AIM = 5.0
ROUNDS, WORDS = 5, 200
OPEN = (0, 200, 400)
MOST_CHATS = 5
WORD = "Ik weet niet goed waar ik moet beginnen, maar het is al weken zo."
QUESTION, ANSWER = "chat.benchmark.question", "chat.benchmark.answer"
MIB = 1024 * 1024
PATIENCE_SECONDS = 120
PUT_SHIFT = """
INSERT INTO shift (shift_id, location_id, channels, starts_at, ends_at, cancelled, sequence)
VALUES ($1, $1, ARRAY[$2::text], now() - interval '1 hour', now() + interval '1 day', false, '1')
"""
PUT_LISTENERS = """
WITH admitted AS (
    INSERT INTO listener (volunteer_id, location_id, channels, lines, role, sequence)
    SELECT id, $1, ARRAY[$3::text], '{national}', 'listener', '1' FROM unnest($2::uuid[]) AS id
)
INSERT INTO place (shift_id, volunteer_id, taken, role, sequence)
SELECT $1, id, true, 'listener', '1' FROM unnest($2::uuid[]) AS id
"""


@asynccontextmanager
async def another(platform: Platform) -> AsyncIterator[tuple[str, int]]:
    """Give a second process of contacts on a platform that is up: its address, and its number."""
    port, metrics = free_port(28500), free_port(29500)
    address = f"http://127.0.0.1:{port}"
    known = platform.processes["contacts"].program.environment
    own = {"PORT": str(port), "METRICS_PORT": str(metrics), "PUBLIC_URL": address,
           "PAGE_ADDRESSES": "{}"}  # fmt: skip
    program = python_program("contacts", **{**known, **own})
    process = start(program, platform.home / "logs" / "contacts-2.log")
    try:
        await services.wait_until_ready(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()
        release_port(port)
        release_port(metrics)


async def put_on_duty(url: str, count: int, channel: str) -> tuple[UUID, list[UUID]]:
    """Let contacts know a shift of a channel with so many listeners; return both."""
    shift_id, listeners = uuid4(), [uuid4() for _ in range(count)]
    connection = await asyncpg.connect(url)
    await connection.execute(PUT_SHIFT, shift_id, channel)
    await connection.execute(PUT_LISTENERS, shift_id, listeners, channel)
    await connection.close()
    return shift_id, listeners


class Chats:
    """The chats that are open, of help seekers at one process with listeners at the other."""

    def __init__(self, here: str, desks: Sequence[Desk]) -> None:
        self.here, self.desks = here, desks
        self.seekers: list[Seeker] = []
        self.running: list[asyncio.Task[Any]] = []

    def __len__(self) -> int:
        return sum(len(desk.chats) for desk in self.desks)

    async def open(self, count: int) -> None:
        """Open chats until there are so many; each side says a word."""
        while len(self.seekers) < count:
            seeker = Seeker(self.here)
            self.seekers.append(seeker)
            self.running.append(asyncio.create_task(seeker.run()))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self) < count:
                offered = [(desk, one["attemptId"]) for desk in self.desks for one in desk.offers]
                await asyncio.gather(*(desk.answer(attempt) for desk, attempt in offered))
                await asyncio.sleep(0.05)
            for seeker in self.seekers:
                await seeker.until(lambda: seeker.words.in_step)  # noqa: B023
                seeker.say(WORD)
                await seeker.until(lambda: seeker.words.got)  # noqa: B023

    async def close(self) -> None:
        """Close the browsers of the help seekers."""
        for task in self.running:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self.running, return_exceptions=True)


async def word_to_word(seeker: Seeker, desk: Desk, attempt: str) -> list[float]:
    """Return each word's milliseconds, from one browser to the other and in turns."""
    found, own = [], desk.words[attempt]
    for number in range(WORDS):
        there = len(own.log) + 1
        began = time.perf_counter()
        if number % 2:
            seeker.say(WORD)
            await desk.until(lambda: len(own.log) >= there)  # noqa: B023
        else:
            desk.say(attempt, WORD)
            await seeker.until(lambda: len(seeker.words.log) >= there)  # noqa: B023
        found.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.06)  # a browser may send 20 frames a second
    return found


async def questions(asks: Client) -> list[float]:
    """Return the milliseconds of each question with its answer."""
    arrived = asyncio.Event()

    async def receive(_message: Any) -> None:
        arrived.set()

    subscription = await asks.subscribe(ANSWER, cb=receive)
    found = []
    for _ in range(WORDS):
        arrived.clear()
        began = time.perf_counter()
        await asks.publish(QUESTION, WORD.encode())
        await arrived.wait()
        found.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.06)
    await subscription.unsubscribe()
    return found


def resident(pids: Sequence[int]) -> float:
    """Return the resident memory of processes, in MiB."""
    return sum(int(psutil.Process(pid).memory_info().rss) for pid in pids) / MIB


async def measure(home: Path) -> dict[str, Any]:
    """Measure; return the result as it is written."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(running_platform(home))
        there, pid = await stack.enter_async_context(another(platform))
        pids = [platform.pid("contacts"), pid]
        shift_id, listeners = await put_on_duty(
            platform.addresses["databases"]["contacts"], OPEN[-1] // MOST_CHATS, "chat"
        )
        desks = []
        for id_ in listeners:
            headers = signing.header(home, Role.LISTENER, person=str(id_))
            desk = await stack.enter_async_context(at_desk(there, headers))
            await desk.be("present", shift_id, MOST_CHATS)
            desks.append(desk)
        chats = Chats(platform.addresses["contacts"], desks)
        stack.push_async_callback(chats.close)
        memory = {0: resident(pids)}
        await chats.open(1)
        words, bare = await _in_turns(platform, chats)
        for count in OPEN[1:]:
            await chats.open(count)
            memory[count] = resident(pids)
    return _result(words, bare, memory)


async def _in_turns(platform: Platform, chats: Chats) -> tuple[list[float], list[float]]:
    bus = bus_of(platform.addresses)
    asks, tells = await bus.connect("contacts"), await bus.connect("contacts")

    async def answer(message: Any) -> None:
        await tells.publish(ANSWER, message.data)

    await tells.subscribe(QUESTION, cb=answer)
    await tells.flush()
    desk = next(desk for desk in chats.desks if desk.chats)
    words, bare = [], []
    for _ in range(ROUNDS):
        bare += await questions(asks)
        words += await word_to_word(chats.seekers[0], desk, desk.chats[0]["attemptId"])
    await asks.close()
    await tells.close()
    return words, bare


def _result(words: list[float], bare: list[float], memory: dict[int, float]) -> dict[str, Any]:
    ours, question = percentiles(words), percentiles(bare)
    most = max(memory)
    return {
        "word_to_word_ms": ours,
        "bare_request_ms": question,
        "times_a_bare_request": {p: round(ours[p] / question[p], 2) for p in ("p50", "p99")},
        "aim": AIM,
        "resident_mib_of_both_processes": {str(n): round(mib, 1) for n, mib in memory.items()},
        "kib_a_chat": round((memory[most] - memory[0]) * 1024 / most, 1),
        "words": len(words),
    }


def tell(result: dict[str, Any]) -> None:
    """Print the figures."""
    rows = [
        [name, result[key]["p50"], result[key]["p99"], result[key]["worst"]]
        for name, key in (("word to word", "word_to_word_ms"), ("bare request", "bare_request_ms"))
    ]
    show("Milliseconds", ["", "p50", "p99", "worst"], rows)
    times = result["times_a_bare_request"]
    console.print(f"{times['p50']} bare requests at p50, {times['p99']} at p99 (aim < {AIM})")
    console.print(
        f"{result['kib_a_chat']} KiB for each open chat, in both processes together:"
        f" {result['resident_mib_of_both_processes']} MiB"
    )


def main() -> None:
    """Measure, tell and write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.pop("NATS_URL", None)
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="sensoor-chat-") as folder:
        Path(folder).chmod(0o755)
        try:
            result = asyncio.run(measure(Path(folder)))
        finally:
            postgres_files.forget(Path(folder) / "postgres")
    tell(result)
    console.print(f"written to {write('chat', result)}")


if __name__ == "__main__":
    main()
