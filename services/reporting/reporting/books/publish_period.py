"""Decide on a period, and publish it: a closing, its reports and their events are one commit.

The decision takes seconds to minutes, in a process of its own, and holds no lock. So the commit is
refused where a period of the same year was closed or corrected meanwhile: what may be shown
depends on all that is published of the year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from shared.database import Connection, Database
from shared.events.reporting import ReportPublished
from shared.events.vocabulary import Audience
from shared.outbox import outbox_row, record
from shared.refusals import Refusal

from reporting.books.closings import Closing, keep_closing, next_number
from reporting.books.decide_period import decide_period
from reporting.books.make_reports import Made, make_reports
from reporting.books.periods import Period
from reporting.books.read_basis import Basis
from reporting.projections.positions import Seen

INSERT_REPORTS = """
INSERT INTO published_report
    (report_id, period, kind, begins, place, revision, published_at, content, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class ClosedMeanwhile(Refusal):
    """Another period of the year, or this one, was closed or corrected at the same time."""


@dataclass(frozen=True)
class Snapshot:
    """What a revision of a period rests on, read at one moment.

    `earlier` are the closings of the year until then.
    """

    period: Period
    revision: int
    basis: Basis
    earlier: Sequence[Closing]
    seen: Seen


async def publish_period(database: Database, snapshot: Snapshot, now: datetime) -> list[Made]:
    """Publish a revision of a period and return its reports; raises `ClosedMeanwhile`."""
    period, revision, basis = snapshot.period, snapshot.revision, snapshot.basis
    hidden = await decide_period(period, revision, basis.counted, snapshot.earlier)
    made = make_reports(period, revision, now, hidden, basis)
    known = max((one.number for one in snapshot.earlier), default=0)
    async with database.commit() as connection:
        number = await next_number(connection, period.year, known)
        if number is None:
            raise ClosedMeanwhile(
                f"a period of {period.year} was closed or corrected meanwhile: try again"
            )
        closing = Closing(number, period, revision, now, snapshot.seen, basis.counts, hidden)
        await keep_closing(connection, closing)
        await _store(connection, period, revision, now, made)
        await _tell(connection, period, now, made)
    return made


async def _store(
    connection: Connection, period: Period, revision: int, now: datetime, made: Iterable[Made]
) -> None:
    begins = date(period.year, period.first.number, 1)
    await connection.executemany(
        INSERT_REPORTS,
        [
            (one.report_id, str(period), period.kind, begins, one.place, revision, now,
             one.content, one.sha256)
            for one in made
        ],
    )  # fmt: skip


async def _tell(
    connection: Connection, period: Period, now: datetime, made: Iterable[Made]
) -> None:
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
