"""What a pass-phrase costs to check, and how many letters a second are taken and answered.

The check is measured alone, in one thread: time, and resident memory while it is done. Letters are
written and answered through the forms of one process of contacts as it is shipped, many at once;
each first letter derives its own pass-phrase, which one thread does.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import tempfile
import threading
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import psutil
from contacts.mailbox.phrase import derive, new_phrase
from contacts.mailbox.rules import enumeration_seconds
from demo.letters import LetterListener, LetterWriter
from sensoor.embedded import postgres_files
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

from benchmarks.results import console, show, write

CHECKS, LETTERS, LISTENERS = 30, 100, 10
TRIES, AIM_MS = 1_000_000, 200
MIB, DAY = 1024 * 1024, 86_400
ADMIT = """
INSERT INTO listener (volunteer_id, location_id, channels, lines, role, sequence)
VALUES ($1, $2, '{email}', '{national}', 'listener', '1')
"""
TEXT = "Ik weet niet goed waar ik moet beginnen, maar het is al weken zo. " * 20


def check_cost() -> dict[str, float]:
    """Return the milliseconds of a check (median, worst), and the MiB that it takes."""
    pepper, found = secrets.token_bytes(32), []
    process, over = psutil.Process(), threading.Event()
    before = most = process.memory_info().rss

    def watch() -> None:
        nonlocal most
        while not over.wait(0.001):
            most = max(most, process.memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    for _ in range(CHECKS):
        began = time.perf_counter()
        derive(new_phrase(), pepper)
        found.append((time.perf_counter() - began) * 1e3)
    over.set()
    watching.join()
    return {
        "ms": round(statistics.median(found), 1), "worst_ms": round(max(found), 1),
        "mib": round((most - before) / MIB, 1),
    }  # fmt: skip


async def letters_a_second(platform: Platform) -> dict[str, float]:
    """Return how many letters a second are written, answered and registered, and read."""
    address, people = platform.addresses["contacts"], [uuid4() for _ in range(LISTENERS)]
    connection = await asyncpg.connect(platform.addresses["databases"]["contacts"])
    for one in people:
        await connection.execute(ADMIT, one, uuid4())
    await connection.close()
    async with AsyncExitStack() as stack:

        async def client(headers: dict[str, str]) -> httpx.AsyncClient:
            own = httpx.AsyncClient(base_url=address, headers=headers, timeout=120, trust_env=False)
            return await stack.enter_async_context(own)

        seeker = LetterWriter(await client({}))
        listeners = [
            LetterListener(
                await client(signing.header(platform.home, Role.LISTENER, person=str(one)))
            )
            for one in people
        ]
        began = time.perf_counter()
        phrases = await asyncio.gather(*(seeker.write(TEXT) for _ in range(LETTERS)))
        written = time.perf_counter()
        await asyncio.gather(*(_answer_all(listener) for listener in listeners))
        answered = time.perf_counter()
        read = await asyncio.gather(*(seeker.read(phrase) for phrase in phrases))
        ended = time.perf_counter()
    assert all([by for by, _ in one] == ["seeker", "listener"] for one in read)
    return {
        "written": round(LETTERS / (written - began), 1),
        "answered": round(LETTERS / (answered - written), 1),
        "read": round(LETTERS / (ended - answered), 1),
    }


async def _answer_all(listener: LetterListener) -> None:
    while path := await listener.take():
        await listener.answer(path, TEXT)
        await listener.register(path)


async def measure(home: Path) -> dict[str, Any]:
    """Measure on a platform of its own."""
    check = check_cost()
    async with running_platform(home, say=lambda _: None) as platform:
        rates = await letters_a_second(platform)
    days = enumeration_seconds(TRIES, check["ms"] / 1e3) / DAY
    return {
        "check": check, "check_ms": check["ms"], "aim": AIM_MS, "letters_a_second": rates,
        "days_for_a_million_tries": round(days, 1), "letters": LETTERS,
    }  # fmt: skip


def tell(result: dict[str, Any]) -> None:
    """Print the figures."""
    check = result["check"]
    show(
        "A pass-phrase", ["ms", "worst ms", "MiB"], [[check["ms"], check["worst_ms"], check["mib"]]]
    )
    rates = result["letters_a_second"]
    show("Letters a second", list(rates), [list(rates.values())])
    console.print(f"a million wrong tries: {result['days_for_a_million_tries']} days in a process")


def main() -> None:
    """Measure, tell and write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.pop("NATS_URL", None)
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="sensoor-letters-") as folder:
        Path(folder).chmod(0o755)
        try:
            result = asyncio.run(measure(Path(folder)))
        finally:
            postgres_files.forget(Path(folder) / "postgres")
    tell(result)
    console.print(f"written to {write('letters', result)}")


if __name__ == "__main__":
    main()
