"""Numbers without a gap and invoices without a double, by several workers that are killed."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
from shared.database import Database, is_away

from tests.billing.given import (
    codes,
    invoice_contract,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_settlement,
)
from tests.platform import Platform

WORKERS = 4
CONTRACTS = 60
KILLS = 25
TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
ORDER BY random() LIMIT 1
"""


async def given_owed(platform: Platform) -> list[Database]:
    """Keep contracts and a settled year; return the databases of so many workers."""
    database = await platform.database("billing")
    wanted = codes(CONTRACTS)
    await kept_municipalities(database, wanted)
    for code in wanted:
        await kept_contract(database, code)
    await kept_settlement(database)
    return [await platform.database("billing") for _ in range(WORKERS)]


async def check_invoices(database: Database) -> None:
    """Each contract has one invoice, numbers are 1 to the last, and time goes with them."""
    async with database.commit() as connection:
        invoices = await connection.fetch("SELECT * FROM invoice ORDER BY place")
        events = await connection.fetch(
            "SELECT DISTINCT data::json->>'number' AS number FROM outbox"
            " WHERE subject = 'billing.invoice_issued.v1'"
        )
        opened = await connection.fetchval(
            "SELECT count(*) FROM invoice_obligation WHERE invoice_id IS NULL"
        )
    assert [row["place"] for row in invoices] == list(range(1, CONTRACTS + 1))
    assert len({row["contract_id"] for row in invoices}) == CONTRACTS
    assert {row["number"] for row in events} == {row["number"] for row in invoices}
    issued = [row["issued_at"] for row in invoices]
    assert issued == sorted(issued)
    assert opened == 0


async def test_workers_that_issue_the_same_invoices_at_once_leave_no_gap_and_no_double(
    platform: Platform,
) -> None:
    workers = await given_owed(platform)
    await asyncio.gather(*(invoice_year(worker, 2016) for worker in workers))
    await check_invoices(workers[0])


async def test_both_handlers_racing_leave_no_gap_and_no_double(platform: Platform) -> None:
    workers = await given_owed(platform)
    async with workers[0].commit() as connection:
        contracts = await connection.fetch("SELECT contract_id FROM contract")
    each = [
        invoice_contract(workers[place % WORKERS], row["contract_id"])
        for place, row in enumerate(contracts)
    ]
    await asyncio.gather(invoice_year(workers[0], 2016), *each, invoice_year(workers[1], 2016))
    await check_invoices(workers[0])


async def until_done(work: Callable[[], Awaitable[None]]) -> int:
    """Do the work again until it ends by itself, as a redelivery would; return the failures."""
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


async def test_killed_connections_leave_no_gap_and_no_double(platform: Platform) -> None:
    workers = await given_owed(platform)
    killer = await workers[0].connect()
    work = [
        asyncio.create_task(until_done(lambda worker=worker: invoice_year(worker, 2016)))  # type: ignore[misc]
        for worker in workers
    ]
    killed = 0
    while killed < KILLS and not all(task.done() for task in work):
        killed += len(await killer.fetch(TERMINATE))
    failures = sum(await asyncio.gather(*work))
    await killer.close()
    assert failures > 0
    await check_invoices(workers[0])


async def test_work_that_is_broken_off_anywhere_leaves_no_gap_and_no_double(
    platform: Platform,
) -> None:
    workers = await given_owed(platform)
    chance = random.Random(1)
    for _ in range(KILLS):
        handling = asyncio.create_task(invoice_year(chance.choice(workers), 2016))
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
        handling.cancel()
        with suppress(asyncio.CancelledError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await handling
    await invoice_year(workers[0], 2016)
    await check_invoices(workers[0])


async def test_a_number_that_was_rolled_back_is_given_again(platform: Platform) -> None:
    workers = await given_owed(platform)
    async with workers[0].commit() as connection:
        # The last thing that an invoice does fails: nothing of it may stay.
        await connection.execute("ALTER TABLE outbox RENAME TO away")
    with suppress(asyncpg.UndefinedTableError):
        await invoice_year(workers[0], 2016)
    async with workers[0].commit() as connection:
        await connection.execute("ALTER TABLE away RENAME TO outbox")
        assert await connection.fetchval("SELECT count(*) FROM invoice_counter") == 0
        assert await connection.fetchval("SELECT count(*) FROM invoice") == 0
    await invoice_year(workers[1], 2016)
    await check_invoices(workers[1])


async def test_what_is_not_owed_is_not_issued(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM0301"])
    contract_id = await kept_contract(database, "GM0301")
    await invoice_contract(database, contract_id)
    async with database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM invoice") == 0
