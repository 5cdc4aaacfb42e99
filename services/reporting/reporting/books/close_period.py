"""Close a period: count it, decide what may be shown, and publish its reports.

Counts are read at one moment. The decision takes seconds, in a process of its own, and holds no
lock; the commit is refused where another process closed the period meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

import asyncpg
import orjson
from shared.database import Connection, Database
from shared.events.reporting import ReportPublished
from shared.events.vocabulary import Audience
from shared.outbox import outbox_row, record

from reporting.books.counted import Closed, counts_json, hidden_json, read_closed, sum_of
from reporting.books.make_reports import Basis, Decided, Made, make_reports
from reporting.books.periods import Period, month, wholes_of
from reporting.books.rules.closing import AlreadyClosed, check_over, check_parts, check_wholes
from reporting.counting.months_counted import months_counted
from reporting.counting.read_amounts import read_amounts
from reporting.counting.read_counts import read_counts
from reporting.counting.rules.month_table import month_table
from reporting.disclosure.deciding import decide_apart
from reporting.disclosure.rules.periods import Periods, of_period, periods_table
from reporting.disclosure.rules.suppression import Table
from reporting.locations.views import LocationView
from reporting.projections.positions import seen, write_seen

INSERT_CLOSING = """
INSERT INTO closing (period, revision, closed_at, seen, counts, hidden)
VALUES ($1, $2, $3, $4, $5, $6)
"""
SELECT_LOCATIONS = "SELECT location_id, name, region FROM location ORDER BY name, location_id"
INSERT_REPORTS = """
INSERT INTO published_report
    (report_id, period, kind, begins, place, revision, published_at, content, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True)
class Snapshot:
    """What a period rests on, read at one moment."""

    basis: Basis
    earlier: Sequence[Closed]
    seen: str


async def close_period(database: Database, period: Period, now: datetime) -> list[Made]:
    """Close a period and return its reports, which are published.

    Raises `PeriodNotOver`, `AlreadyClosed`, `PartsNotClosed` and `WholeIsClosed`.
    """
    check_over(period, now)
    snapshot = await read_snapshot(database, period)
    decided = await decide(period, snapshot)
    made = make_reports(period, 0, now, decided, snapshot.basis)
    try:
        async with database.commit() as connection:
            await _keep(connection, period, now, snapshot, decided)
            await publish(connection, period, 0, now, made)
    except asyncpg.UniqueViolationError as error:
        raise AlreadyClosed(f"{period} was closed meanwhile") from error
    return made


async def read_snapshot(database: Database, period: Period) -> Snapshot:
    """Read what the period rests on; a quarter and a year are sums of their closed months."""
    within = {*map(month, period.months), *period.parts} if period.parts else set()
    async with database.commit() as connection:
        known = await seen(connection)  # first: it makes the transaction see one moment
        closed = await read_closed(connection, {*within, period, *wholes_of(period)})
        counted = await months_counted(connection, period.begins, period.ends)
        _check_open(period, closed, [month(one) for one in counted])
        earlier = [one for one in closed if one.period in within]
        months = [one for one in earlier if one.period.kind == "month"]
        counts = (
            sum_of(months) if within else await read_counts(connection, period.begins, period.ends)
        )
        amounts = await read_amounts(connection, period.begins, period.ends, period.year)
        locations = [LocationView(**row) for row in await connection.fetch(SELECT_LOCATIONS)]
    return Snapshot(Basis(counts, amounts, locations), earlier, write_seen(known))


async def decide(period: Period, snapshot: Snapshot) -> Decided:
    """Return what of the period is hidden, given all that is published of its parts."""
    table = month_table(snapshot.basis.counts.places, snapshot.basis.counts.regions)
    tables = {str(one.period): _as_published(one) for one in snapshot.earlier}
    periods = Periods(
        tables | {str(period): table}, _sums([period, *(one.period for one in snapshot.earlier)])
    )
    decision = await decide_apart(periods_table(periods))
    return Decided(table, of_period(str(period), decision.hidden))


def _as_published(one: Closed) -> Table:
    table = month_table(one.counts.places, one.counts.regions)
    shown = frozenset(table.counts) - one.hidden - table.unpublished
    return replace(table, shown=shown, kept=one.hidden)


def _sums(periods: Sequence[Period]) -> dict[str, list[str]]:
    """Return of which periods each longer one is the sum; a part without attempts is none."""
    there = set(periods)
    return {
        str(whole): [str(part) for part in whole.parts if part in there]
        for whole in periods if whole.parts
    }  # fmt: skip


def _check_open(period: Period, closed: Iterable[Closed], counted: Sequence[Period]) -> None:
    periods = {one.period for one in closed}
    if period in periods:
        raise AlreadyClosed(f"{period} is closed, and its reports are published")
    check_wholes(wholes_of(period), periods, period)
    check_parts(period, periods, counted)


async def _keep(
    connection: Connection, period: Period, now: datetime, snapshot: Snapshot, decided: Decided
) -> None:
    await connection.execute(
        INSERT_CLOSING, str(period), 0, now, snapshot.seen,
        _json(counts_json(snapshot.basis.counts)), _json(hidden_json(decided.hidden)),
    )  # fmt: skip


async def publish(
    connection: Connection, period: Period, revision: int, now: datetime, made: Iterable[Made]
) -> None:
    """Store the reports and record that they are published, in the caller's commit."""
    begins = date(period.year, period.first.number, 1)
    made = list(made)
    await connection.executemany(
        INSERT_REPORTS,
        [
            (one.report_id, str(period), period.kind, begins, one.place, revision, now,
             one.content, one.sha256)
            for one in made
        ],
    )  # fmt: skip
    events = [
        ReportPublished(
            report_id=one.report_id, period=str(period), audience=cast(Audience, one.audience),
            url=one.address,
        )
        for one in made
    ]  # fmt: skip
    await record(
        connection,
        *(outbox_row(event, aggregate_id=event.report_id, version=1, now=now) for event in events),
    )


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
