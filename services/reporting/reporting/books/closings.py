"""The closings: which periods are closed, in which order, and what of them is hidden.

Writers lock the table until their commit. So `number` is the order of the commits, and a quarter
or a year is the sum of the newest revisions of its months before its own number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from shared.database import Connection

from reporting.books.periods import Period, month, period_of
from reporting.counting.read_counts import Counts
from reporting.disclosure.rules.attack import Cell
from reporting.projections.positions import Seen, read_seen, write_seen

INSERT_CLOSING = """
INSERT INTO closing (number, period, revision, closed_at, seen, counts, hidden)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
# Reads of the table go on.
LOCK = "LOCK TABLE closing IN SHARE ROW EXCLUSIVE MODE"
SELECT_NEWEST = """
SELECT max(number) AS of_all, max(number) FILTER (WHERE left(period, 4) = $1) AS of_year
FROM closing
"""
SELECT_YEAR = """
SELECT number, period, revision, closed_at, seen::text, counts::text, hidden::text
FROM closing WHERE left(period, 4) = $1 ORDER BY number
"""


@dataclass(frozen=True)
class Closing:
    """A closed period or a correction of it; `counts` are those of a month, else None."""

    number: int
    period: Period
    revision: int
    closed_at: datetime
    seen: Seen
    counts: Counts | None
    hidden: frozenset[Cell]


async def read_closings(connection: Connection, year: int) -> list[Closing]:
    """Return the closings of all periods of a year, in their order."""
    return [_closing(row) for row in await connection.fetch(SELECT_YEAR, f"{year:04d}")]


async def next_number(connection: Connection, year: int, known: int) -> int | None:
    """Lock the closings and return the next number; None where the year has one after `known`."""
    await connection.execute(LOCK)
    newest = await connection.fetchrow(SELECT_NEWEST, f"{year:04d}")
    assert newest is not None
    if (newest["of_year"] or 0) > known:
        return None
    return int(newest["of_all"] or 0) + 1


async def keep_closing(connection: Connection, closing: Closing) -> None:
    """Store a closing in the caller's commit."""
    counts = closing.counts
    await connection.execute(
        INSERT_CLOSING, closing.number, str(closing.period), closing.revision, closing.closed_at,
        write_seen(closing.seen),
        _json({"places": counts.places, "regions": counts.regions}) if counts else None,
        _json(sorted("|".join(cell) for cell in closing.hidden)),
    )  # fmt: skip


def newest_months(period: Period, closings: Iterable[Closing]) -> list[Closing]:
    """Return the newest revision of each month of a period, in order of time."""
    within = {month(one) for one in period.months}
    newest = {one.period: one for one in closings if one.period in within}
    return [newest[one] for one in sorted(newest)]


def linked(period: Period, closings: Sequence[Closing]) -> list[Closing]:
    """Return the closings whose figures bear on those of a period, in their order.

    These are its own revisions, those of all within it, and those of all within the longest
    closed period that it is a part of.
    """
    around = [one.period for one in closings if set(period.months) <= set(one.period.months)]
    widest = max([period, *around], key=lambda one: one.length)
    return [one for one in closings if set(one.period.months) <= set(widest.months)]


def _closing(row: Any) -> Closing:
    counts = orjson.loads(row["counts"]) if row["counts"] else None
    return Closing(
        row["number"], period_of(row["period"]), row["revision"], row["closed_at"],
        read_seen(row["seen"]), Counts(counts["places"], counts["regions"]) if counts else None,
        frozenset(tuple(text.split("|")) for text in orjson.loads(row["hidden"])),
    )  # fmt: skip


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
