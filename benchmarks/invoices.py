"""How fast is a year invoiced: issuing alone against bare inserts, and a whole round with files?

**Issuing.** Twelve workers work on a round: one contract's document, entry, event and delivery in
a commit, numbered without a gap. *Bare* inserts the same rows of documents, one a commit, by
twelve connections, and nothing else: no number, no chain, no ledger, no event. *Numbered* does so
too, but takes a number from a counter's row first: the least that a series without gaps costs,
because each commit waits until the one before has reached the disk. They take turns.

**A round.** One process does what a replica of billing does: it issues, and makes PDF and both
UBL profiles, checked by the rules of EN 16931. Then each part is measured by itself.
"""

import argparse
import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg
from billing.files.make_missing import make_missing
from billing.files.pdf import pdf
from billing.files.ubl import ubl
from billing.files.validation import check_ubl
from billing.invoices.begin_round import begin_round
from billing.invoices.commands import BeginRound
from billing.invoices.issue_rounds import issue_open_items
from billing.tables import Document
from shared.database import OUTSIDE_THE_POOL, Database
from sqlmodel import select

from benchmarks.invoiced_year import YEARS, put_years
from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.surroundings import surroundings

AIM, AIM_SECONDS = 0.5, 30
WORKERS = 12
PARTS = 20  # documents of which each part is measured
ISSUED = "SELECT * FROM document WHERE year = $1"
TAKE = "UPDATE bare_counter SET last = last + 1 RETURNING last"
MISSING = "SELECT count(*) FROM delivery WHERE number NOT IN (SELECT number FROM document_file)"


async def begin(database: Database, year: int) -> None:
    """Begin the round of a year."""
    async with database.commit() as connection:
        await begin_round(connection, BeginRound(year=year), datetime.now(UTC))


async def issue(database: Database, year: int) -> float:
    """Return how many seconds all workers take for a year."""
    await begin(database, year)
    began = time.perf_counter()
    await asyncio.gather(*(issue_open_items(database) for _ in range(WORKERS)))
    return time.perf_counter() - began


async def insert_barely(
    connections: list[asyncpg.Connection], rows: list[Any], *, numbered: bool
) -> float:
    """Return how many seconds the same rows take in a table like that of documents."""
    side = "N" if numbered else "B"
    names = list(rows[0].keys())
    values = ", ".join(f"${place + 1}" for place in range(len(names)))
    insert = f"INSERT INTO bare ({', '.join(names)}) VALUES ({values})"
    waiting = iter([{**row, "document_id": uuid4(), "number": f"{side}{row['number']}",
                     "series": f"{side}{row['series']}"} for row in rows])  # fmt: skip

    async def work(connection: asyncpg.Connection) -> None:
        for row in waiting:
            async with connection.transaction():
                if numbered:
                    await connection.execute(TAKE)
                await connection.execute(insert, *row.values())

    began = time.perf_counter()
    await asyncio.gather(*map(work, connections))
    return time.perf_counter() - began


async def measure_issuing(database: Database, contracts: int) -> dict[str, Any]:
    """Measure each side in turn, a year at a time."""
    rates: dict[str, list[float]] = {"ours": [], "numbered": [], "bare": []}
    connections = [await database.connect() for _ in range(WORKERS)]
    await connections[0].execute("CREATE TABLE bare (LIKE document INCLUDING ALL)")
    await connections[0].execute("CREATE TABLE bare_counter AS SELECT 0 AS last")
    for year in YEARS[:-1]:
        rates["ours"].append(contracts / await issue(database, year))
        rows = await connections[0].fetch(ISSUED, year)
        for side in ("numbered", "bare"):
            seconds = await insert_barely(connections, rows, numbered=side == "numbered")
            rates[side].append(len(rows) / seconds)
    for connection in connections:
        await connection.close()
    return {
        "workers": WORKERS,
        "invoices_a_second": {name: median_and_spread(each) for name, each in rates.items()},
        "ours_to_bare": _ratio(rates["ours"], rates["bare"]),
        "ours_to_numbered": _ratio(rates["ours"], rates["numbered"]),
        "aim": AIM,
    }


def _ratio(ours: list[float], theirs: list[float]) -> dict[str, Any]:
    return median_and_spread([one / other for one, other in zip(ours, theirs, strict=True)])


async def measure_round(database: Database, contracts: int) -> dict[str, Any]:
    """Measure a round and its files, as one replica does them, and then each part alone."""
    year = YEARS[-1]
    async with database.commit() as connection:
        # The years before were issued without files: only this one's are made.
        await connection.execute("DELETE FROM delivery")
    await begin(database, year)
    began = time.perf_counter()
    issuing = asyncio.create_task(issue_open_items(database))
    left = contracts
    while left or not issuing.done():
        await make_missing(database)
        async with database.commit() as connection:
            left = await connection.fetchval(MISSING)
    seconds = time.perf_counter() - began
    return {
        "invoices": contracts,
        "seconds": round(seconds, 2),
        "ms_an_invoice": round(1000 * seconds / contracts, 1),
        "ms_of_a_part": await measure_parts(database),
        "aim_seconds": AIM_SECONDS,
    }


async def measure_parts(database: Database) -> dict[str, float]:
    """Return the milliseconds that each part of a document's files takes, one after the other."""
    async with database.read() as session:
        documents = (await session.exec(select(Document).limit(PARTS))).all()
    written = [ubl(document, "peppol") for document in documents]

    def check() -> None:
        for document, said in zip(documents, written, strict=True):
            check_ubl(document.number, said)

    parts: dict[str, Callable[[], Any]] = {
        "pdf": lambda: [pdf(document) for document in documents],
        "ubl_written": lambda: [ubl(document, "peppol") for document in documents],
        "ubl_checked": check,
    }
    found = {}
    for name, part in parts.items():
        began = time.perf_counter()
        await asyncio.to_thread(part)
        found[name] = round(1000 * (time.perf_counter() - began) / len(documents), 1)
    return found


async def measure(contracts: int) -> dict[str, Any]:
    """Measure both; return the result as it is written."""
    async with surroundings() as here, AsyncExitStack() as stack:
        url = await here.create_service_database("billing")
        database = Database(url, WORKERS + OUTSIDE_THE_POOL + 1)
        stack.push_async_callback(database.close)
        await put_years(database, contracts)
        issuing = await measure_issuing(database, contracts)
        return {**issuing, "round": await measure_round(database, contracts)}


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=386)
    result = asyncio.run(measure(parser.parse_args().contracts))
    rows = [
        [name, one["median"], one["lowest"], one["highest"]]
        for name, one in result["invoices_a_second"].items()
    ]
    show("Issuing", ["side", "invoices/s", "lowest", "highest"], rows)
    console.print(f"ours to bare: {verdict(result['ours_to_bare']['median'], AIM)}")
    console.print(f"ours to numbered: {result['ours_to_numbered']['median']:.2f}")
    whole = result["round"]
    show("A round with files", ["part", "ms an invoice"],
         [["all", whole["ms_an_invoice"]], *whole["ms_of_a_part"].items()])  # fmt: skip
    console.print(f"{whole['invoices']} in {whole['seconds']} s (aim {AIM_SECONDS} s)")
    console.print(f"written to {write('invoices', result)}")


if __name__ == "__main__":
    main()
