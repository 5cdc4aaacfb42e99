"""Numbers without a gap and documents without a double, by several workers that are killed.

With FULL=1 (`make faults`) twelve processes work on 1,500 invoices, and 25 are killed.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
from billing.invoices.issue_rounds import issue_open_items
from shared.database import Database, is_away

from tests.billing.audited import check_documents
from tests.billing.given import (
    begun_round,
    codes,
    draft_contract,
    draft_year,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.billing.round_worker import Reluctant, work
from tests.platform import Platform
from tests.waiting import eventually

WORKERS = 4
CONTRACTS = 40
KILLS = 25
FULL = bool(os.environ.get("FULL"))
# Processes, contracts, kills.
PROCESSES = (12, 1500, 25) if FULL else (2, 120, 2)
TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
ORDER BY random() LIMIT 1
"""


async def given_owed(platform: Platform, contracts: int = CONTRACTS) -> list[Database]:
    """Keep contracts and a settled year; return the databases of so many workers."""
    database = await platform.database("billing")
    wanted = codes(contracts)
    await kept_municipalities(database, wanted)
    await kept_parties(database, *wanted)
    for code in wanted:
        await kept_contract(database, code)
    await kept_settlement(database)
    return [await platform.database("billing") for _ in range(WORKERS)]


async def test_workers_on_the_same_round_leave_no_gap_and_no_double(platform: Platform) -> None:
    workers = await given_owed(platform)
    await begun_round(workers[0])
    await asyncio.gather(*(issue_open_items(worker) for worker in workers))
    await check_documents(workers[0], CONTRACTS)


async def test_two_who_begin_the_round_at_once_begin_one(platform: Platform) -> None:
    workers = await given_owed(platform, 3)
    begun = await asyncio.gather(*(begun_round(worker) for worker in workers))
    assert len(set(begun)) == 1


async def test_both_events_racing_draft_each_year_of_a_contract_once(platform: Platform) -> None:
    workers = await given_owed(platform)
    async with workers[0].commit() as connection:
        contracts = await connection.fetch("SELECT contract_id FROM contract")
    each = [
        draft_contract(workers[place % WORKERS], row["contract_id"])
        for place, row in enumerate(contracts)
    ]
    await asyncio.gather(draft_year(workers[0], 2016), *each, draft_year(workers[1], 2016))
    async with workers[0].commit() as connection:
        drafts = await connection.fetchval("SELECT count(*) FROM invoice_obligation")
    assert drafts == CONTRACTS


async def until_done(work: Callable[[], Awaitable[None]]) -> int:
    """Do the work again until it ends by itself; return how often the database went away."""
    failures = 0
    while True:
        try:
            await work()
        except Exception as error:
            if not is_away(error):
                raise
            failures += 1
        else:
            return failures


async def test_killed_connections_and_rollbacks_leave_no_gap_and_no_double(
    platform: Platform,
) -> None:
    workers = await given_owed(platform)
    await begun_round(workers[0])
    killer = await workers[0].connect()
    reluctant = [Reluctant(worker.url) for worker in workers]
    working = [asyncio.create_task(work(worker)) for worker in reluctant]
    killed = 0
    while killed < KILLS and not all(task.done() for task in working):
        killed += len(await killer.fetch(TERMINATE))
    await asyncio.gather(*working)
    await killer.close()
    for worker in reluctant:
        await worker.close()
    assert killed > 0
    await check_documents(workers[0], CONTRACTS)


async def test_killed_processes_leave_no_gap_and_no_double_and_the_round_goes_on_by_itself(
    platform: Platform,
) -> None:
    processes, contracts, kills = PROCESSES
    [database, *_] = await given_owed(platform, contracts)
    await begun_round(database)
    command = (sys.executable, "-m", "tests.billing.round_worker", database.url)
    working = [await asyncio.create_subprocess_exec(*command) for _ in range(processes)]
    chance = random.Random(8)

    async def documents() -> int:
        async with database.commit() as connection:
            found: int = await connection.fetchval("SELECT count(*) FROM document")
        return found

    for kill in range(kills):
        wanted = contracts * (kill + 1) // (kills + 2)

        async def far_enough(wanted: int = wanted) -> bool:
            return await documents() >= wanted

        await eventually(far_enough, within=120)
        place = chance.randrange(processes)
        if working[place].returncode is None:
            working[place].send_signal(signal.SIGKILL)
        await working[place].wait()
        working[place] = await asyncio.create_subprocess_exec(*command)
    assert [await process.wait() for process in working] == [0] * processes
    found = await check_documents(database, contracts)
    assert found.documents > contracts, "credit notes too"


async def test_work_that_is_broken_off_anywhere_leaves_no_gap_and_no_double(
    platform: Platform,
) -> None:
    workers = await given_owed(platform)
    await begun_round(workers[0])
    chance = random.Random(1)
    for _ in range(KILLS):
        working = asyncio.create_task(issue_open_items(chance.choice(workers)))
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
        working.cancel()
        with suppress(asyncio.CancelledError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await working
    assert await until_done(lambda: issue_open_items(workers[0])) == 0
    await check_documents(workers[0], CONTRACTS)


async def test_a_number_that_was_rolled_back_is_given_again(platform: Platform) -> None:
    workers = await given_owed(platform, 3)
    async with workers[0].commit() as connection:
        # The last thing that an invoice does fails: nothing of it may stay.
        await connection.execute("ALTER TABLE outbox RENAME TO away")
    await invoice_year(workers[0])
    async with workers[0].commit() as connection:
        await connection.execute("ALTER TABLE away RENAME TO outbox")
        assert await connection.fetchval("SELECT count(*) FROM document_counter") == 0
        assert await connection.fetchval("SELECT count(*) FROM document") == 0
        refused = await connection.fetch("SELECT DISTINCT refusal FROM invoice_run_item")
    assert [row["refusal"] for row in refused] == ["not-billed"]
    await invoice_year(workers[1])
    await check_documents(workers[1], 3)
