"""kill -9 between the decision on a period and its commit: the clock closes it after all, once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reporting.books.closings import Closing, read_closings
from reporting.books.decide_period import decide_period
from reporting.books.make_reports import make_reports
from reporting.books.periods import month
from reporting.books.read_basis import Basis, read_basis
from reporting.disclosure.rules.attack import Cell
from reporting.event_handlers import handlers
from shared.database import Database
from shared.events.reporting import ReportPublished
from shared.handlers import handle
from shared.month import last_closed

from tests.faults.processes import process
from tests.platform import Platform
from tests.reporting.given import NOON, envelope, location
from tests.reporting.telling import moved, some
from tests.waiting import eventually

DUE = month(last_closed(datetime.now(UTC)))
PLACES = 3  # the country, a region and a location
# The events come last in the commit: while this is held, the closing and its reports are written.
HOLD_EVENTS = "LOCK TABLE outbox IN SHARE MODE"
ALL_ELSE_IS_WRITTEN = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO outbox%')
"""


async def given_attempts(database: Database) -> None:
    """Project attempts of a month that is due."""
    events = [location(), *moved(some(20, 12), DUE.begins + timedelta(days=9) - NOON)]
    async with database.commit() as connection:
        await handle(handlers, connection, [envelope(event, 1) for event in events])


async def decided(database: Database) -> tuple[Basis, frozenset[Cell]]:
    """Return what the reports of the month are made of, and what of it must not be shown."""
    async with database.commit() as connection:
        basis = await read_basis(connection, DUE, [])
    return basis, await decide_period(DUE, 0, basis.counted, [])


async def close_and_be_killed(database: Database, surroundings: dict[str, str], log: Path) -> None:
    """Run the service until its clock has decided and written; kill it before it can commit."""
    # Connections of its own: a commit of the service's may not take as long.
    holder, watcher = [await database.connect(server_settings={}) for _ in range(2)]

    async def all_else_is_written() -> bool:
        return bool(await watcher.fetchval(ALL_ELSE_IS_WRITTEN))

    async with holder.transaction():
        await holder.execute(HOLD_EVENTS)
        with process(["-m", "reporting"], surroundings, log):
            await eventually(all_else_is_written, within=120)
    await asyncio.gather(holder.close(), watcher.close())


async def kept(database: Database) -> tuple[list[Closing], dict[str, bytes], int]:
    """Return the closings of the month, its reports by place, and how many events tell of them."""
    async with database.commit() as connection:
        closings = await read_closings(connection, DUE.year)
        reports = await connection.fetch(
            "SELECT place, content FROM published_report WHERE period = $1", str(DUE)
        )
        events: int = await connection.fetchval(
            "SELECT count(*) FROM outbox WHERE data::json->>'period' = $1", str(DUE)
        )
    contents = {row["place"]: bytes(row["content"]) for row in reports}
    return [one for one in closings if one.period == DUE], contents, events


async def test_a_closing_that_was_killed_before_its_commit_is_done_once_as_it_was_decided(
    platform: Platform, tmp_path: Path
) -> None:
    # given a month that is due, and what is decided on it
    database, log = await platform.database("reporting"), tmp_path / "reporting.log"
    await platform.provision("reporting")
    await given_attempts(database)
    basis, hidden = await decided(database)
    assert hidden
    # when the process that closes it is killed between decision and commit, then nothing is there
    surroundings = await platform.environment("reporting", ROLE="worker")
    await close_and_be_killed(database, surroundings, log)
    assert await kept(database) == ([], {}, 0)
    # when it runs again
    with process(["-m", "reporting"], surroundings, log):

        async def all_told() -> bool:
            told = await platform.published(ReportPublished)
            return len([one for one in told if one.data.period == str(DUE)]) == PLACES

        await eventually(all_told, within=120)
    # then the month is closed once, with the same decision and its bytes, and each report told once
    [closing], contents, events = await kept(database)
    assert closing.hidden == hidden
    made = make_reports(DUE, 0, closing.closed_at, hidden, basis)
    assert contents == {one.place: one.content for one in made}
    assert events == len(contents) == PLACES
    told = [one.data.report_id for one in await platform.published(ReportPublished)]
    assert len(set(told)) == len(told)
