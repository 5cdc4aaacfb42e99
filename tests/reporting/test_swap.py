"""The rebuilt projections take the place of the live ones; nobody sees a gap, no event is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from reporting.rebuild import swap_tables
from reporting.rebuild.rebuild_projections import (
    SwapResult,
    rebuild_and_swap,
    rebuild_projections,
)
from reporting.rebuild.swap_tables import TablesInUse
from shared.database import Database

from tests.platform import Platform, Running
from tests.reporting.given import handled, invoice, location, missed, settled, shift
from tests.waiting import end

CATALOGUE = {
    "columns": """SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod),
        attnotnull, attcollation::regcollation::text, pg_get_expr(adbin, adrelid)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        JOIN pg_class ON pg_class.oid = attrelid
        WHERE attnum > 0 AND relnamespace = 'public'::regnamespace ORDER BY 1, attnum""",
    "tables": """SELECT relname, relkind, relpersistence, relacl::text, relowner::regrole::text,
        reloptions::text, relreplident, relrowsecurity
        FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1""",
    "indexes": """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid,
        indisprimary FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace ORDER BY 1""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "schemas": "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1",
}


async def catalogue(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    async with database.commit() as connection:
        return {name: [tuple(row) for row in await connection.fetch(query)]
                for name, query in CATALOGUE.items()}  # fmt: skip


async def swapped(platform: Platform, processes: int = 1) -> SwapResult:
    return await rebuild_and_swap(
        await platform.database("reporting"), platform.settings("reporting"), lambda _line: None,
        20, processes,
    )  # fmt: skip


async def is_identical(platform: Platform) -> bool:
    result = await rebuild_projections(
        await platform.database("reporting"), platform.settings("reporting"), lambda _line: None
    )
    return result.identical


async def some_were_projected(platform: Platform, contacts: int = 3) -> Running:
    reporting = await platform.service("reporting")
    for event in (location(), shift(), settled(), invoice(), missed()):
        await platform.publish(event, aggregate_id=uuid4())
    for _ in range(contacts):
        await platform.publish(handled(wait_seconds=42), aggregate_id=uuid4())
    await platform.handled("reporting", 5 + contacts)
    return reporting


async def value(database: Database, query: str) -> Any:
    async with database.commit() as connection:
        return await connection.fetchval(query)


@asynccontextmanager
async def going_on(platform: Platform, told: list[str]) -> AsyncIterator[None]:
    """Publish without a pause."""
    stop = asyncio.Event()

    async def publish() -> None:
        while not stop.is_set():
            told.append(await platform.publish(handled(), aggregate_id=uuid4()))

    publishing = asyncio.create_task(publish())
    try:
        yield
    finally:
        stop.set()
        await publishing


@pytest.mark.parametrize("processes", [1, 2])
async def test_columns_of_a_new_release_are_filled_and_the_tables_are_as_migrations_make_them(
    platform: Platform, processes: int
) -> None:
    # given rows of before the waits were kept, and a row that nobody told
    reporting = await some_were_projected(platform)
    async with reporting.database.commit() as connection:
        await connection.execute("UPDATE contact SET wait_seconds = 0; DELETE FROM missed_attempt")
        await connection.execute("UPDATE location SET location_id = gen_random_uuid()")
    before = await catalogue(reporting.database)
    # when they are swapped
    result = await swapped(platform, processes)
    # then all is filled, and no table, index or constraint is another
    assert (result.events, result.untold) == (8, 0)
    assert await value(reporting.database, "SELECT sum(wait_seconds) FROM contact") == 3 * 42
    assert await catalogue(reporting.database) == before
    assert await is_identical(platform)


async def test_while_events_arrive_and_readers_read_nothing_is_lost_or_seen_twice(
    platform: Platform,
) -> None:
    reporting = await some_were_projected(platform)
    told: list[str] = []
    counts: list[int] = []

    async def read() -> None:
        while True:
            async with reporting.database.commit() as connection:
                counts.append(await connection.fetchval("SELECT count(*) FROM contact"))

    reading = [asyncio.create_task(read()) for _ in range(2)]
    async with going_on(platform, told):
        for _ in range(3):
            await swapped(platform)
    await platform.handled("reporting", 8 + len(told))
    for task in reading:
        assert not task.done()
        await end(task)
    # readers never saw fewer contacts than before, and at the end all are there, once
    assert min(counts) >= 3
    assert await value(reporting.database, "SELECT count(*) FROM contact") == 3 + len(told)
    assert await is_identical(platform)


async def test_events_that_were_told_before_their_handler_existed_are_noted_as_handled(
    platform: Platform,
) -> None:
    # given events on the bus that the live consumer will never be given
    reporting = await some_were_projected(platform)
    database = reporting.database
    async with database.commit() as connection:
        await connection.execute("DELETE FROM inbox; DELETE FROM contact")
    # when they are swapped in
    result = await swapped(platform)
    # then they are in the projections and in the inbox, in a batch that no earlier closing saw
    assert result.untold == 8
    assert await value(database, "SELECT count(*) FROM contact") == 3
    newest = "SELECT batch FROM projection_position WHERE stream = 'CONTACTS'"
    assert await value(
        database, f"SELECT bool_and(batch = ({newest})) FROM inbox WHERE consumer ~ 'contacts'"
    )


async def test_a_swap_that_is_killed_leaves_the_live_ones(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a swap that reaches its last step
    reporting = await some_were_projected(platform)
    before = await catalogue(reporting.database)
    reached = asyncio.Event()

    async def never(_connection: Any) -> None:
        reached.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(swap_tables, "_hold_readers", never)
        swapping = asyncio.create_task(swapped(platform))
        await reached.wait()
        await platform.publish(handled(), aggregate_id=uuid4())
        # when it is killed there
        await end(swapping)
    # then the live ones go on, and the next one succeeds
    await platform.handled("reporting", 9)
    left = await catalogue(reporting.database)
    assert left.pop("schemas") == [("information_schema",), ("public",), ("rebuild",)]
    assert left == {name: before[name] for name in left}
    await swapped(platform)
    assert await catalogue(reporting.database) == before
    assert await value(reporting.database, "SELECT count(*) FROM contact") == 4


async def test_a_reader_who_does_not_let_go_keeps_the_live_ones_and_gets_no_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporting = await some_were_projected(platform)
    monkeypatch.setattr(swap_tables, "SWAP_SECONDS", 0.3)
    async with reporting.database.commit() as connection:
        await connection.execute("SELECT count(*) FROM contact")
        with pytest.raises(TablesInUse):
            await swapped(platform)
        # while it waited, others read, and the reader asks on
        assert await value(reporting.database, "SELECT count(*) FROM contact") == 3
        assert await connection.fetchval("SELECT count(*) FROM location") == 1
    await platform.publish(handled(), aggregate_id=uuid4())
    await platform.handled("reporting", 9)


async def test_no_other_table_is_touched(platform: Platform) -> None:
    reporting = await some_were_projected(platform)
    query = """SELECT array_agg(relname || ' ' || oid ORDER BY 1) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
          AND relname IN ('inbox', 'outbox', 'projection_position', 'alembic_version')"""
    before = await value(reporting.database, query)
    await swapped(platform)
    assert await value(reporting.database, query) == before
