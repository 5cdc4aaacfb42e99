"""Correct a closed month by one more revision, where at least ten attempts differ.

A quarter and a year stand as they were published: their readers are told that a month of theirs
was corrected, and when.
"""

from datetime import datetime

from shared.database import Database

from reporting.books.closings import newest_months, read_closings
from reporting.books.make_reports import Made
from reporting.books.periods import Period
from reporting.books.publish_period import Snapshot, publish_period
from reporting.books.read_basis import read_basis
from reporting.books.rules.correction import NothingToCorrect, check_correction
from reporting.projections.positions import seen


async def correct_period(database: Database, period: Period, now: datetime) -> list[Made]:
    """Publish a correction of a closed month and return its reports.

    Raises `NothingToCorrect`, `CorrectedToday` and `ClosedMeanwhile`.
    """
    if period.kind != "month":
        raise NothingToCorrect(f"{period} stays as it was published: correct a month of it")
    return await publish_period(database, await _snapshot(database, period, now), now)


async def _snapshot(database: Database, period: Period, now: datetime) -> Snapshot:
    async with database.commit() as connection:
        known = await seen(connection)  # first: it makes the transaction see one moment
        earlier = await read_closings(connection, period.year)
        newest = newest_months(period, earlier)
        if not newest:
            raise NothingToCorrect(f"{period} is not closed")
        [last] = newest
        basis = await read_basis(connection, period, earlier)
    assert last.counts
    assert basis.counts
    check_correction(last.counts.places, basis.counts.places, last.closed_at, now)
    return Snapshot(period, last.revision + 1, basis, earlier, known)
