"""Read what is not about help seekers: volunteers, training, the roster and money of a year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from shared.database import Connection
from shared.month import MONTHS, TIME_ZONE

from reporting.accountability.rules.half_days import Upkeep, count_upkeep
from reporting.accountability.rules.ways import Standing, Way, count_ways
from reporting.books.periods import year as year_of
from reporting.books.views import Report
from reporting.counting.read_amounts import Amounts, Roster, read_money, read_rosters
from reporting.counting.rules.month_table import COUNTRY

# $1 and $2: the first and the last day; a step after the last day is not looked at.
SELECT_WAYS = f"""
WITH step AS (
    SELECT volunteer_id, standing, (since AT TIME ZONE '{TIME_ZONE.key}')::date AS day
    FROM volunteer_step
), done AS (
    SELECT volunteer_id, sum(half_days)::int AS half_days
    FROM attendance WHERE held_on BETWEEN $1 AND $2 GROUP BY volunteer_id
)
SELECT min(day) FILTER (WHERE standing = 'applied') AS applied_on,
    min(day) FILTER (WHERE standing = 'admitted') AS admitted_on,
    min(day) FILTER (WHERE standing = 'left') AS left_on,
    coalesce(max(half_days), 0) AS half_days
FROM step LEFT JOIN done USING (volunteer_id) WHERE day <= $2 GROUP BY volunteer_id
"""  # noqa: S608 (the time zone is ours)
SELECT_TRAINING = """
SELECT count(*) FILTER (WHERE kind = 'module') AS modules,
    coalesce(sum(half_days) FILTER (WHERE kind = 'intervision'), 0)::int AS intervision,
    coalesce(sum(half_days) FILTER (WHERE kind = 'training'), 0)::int AS training
FROM attendance WHERE held_on BETWEEN $1 AND $2
"""
SELECT_EVALUATIONS = """
SELECT count(*) AS held, count(DISTINCT volunteer_id) AS volunteers
FROM evaluation WHERE held_on BETWEEN $1 AND $2
"""
# $1 and $2: the first moment, and the first one after. Shifts that overlap count once.
SELECT_STAFFED = """
SELECT coalesce(sum(extract(epoch FROM upper(span) - lower(span))) / 3600, 0)::float8 FROM (
    SELECT unnest(range_agg(tstzrange(greatest(starts_at, $1), least(ends_at, $2)))) AS span
    FROM shift
    WHERE starts_at < $2 AND starts_at > $1::timestamptz - interval '1 day' AND ends_at > $1
      AND filled > 0
      AND (SELECT gone.shift_id FROM cancelled_shift AS gone WHERE gone.shift_id = shift.shift_id)
          IS NULL
) AS staffed
"""


@dataclass(frozen=True)
class Training:
    """Modules attended, and half-days of intervision and of training, of all volunteers."""

    modules: int
    intervision: int
    training: int


@dataclass(frozen=True)
class Evaluations:
    """Evaluation interviews that were held, and with how many volunteers."""

    held: int
    volunteers: int


@dataclass(frozen=True)
class Evidence:
    """What a year shows of volunteers, roster and money, up to and with the day `last`.

    `hours` are those from the year's beginning, `staffed` those of them in which a shift of any
    location had a volunteer. `months` is how many of its months have a published report.
    """

    year: int
    last: date
    months: int
    standing: Standing
    upkeep: Upkeep
    training: Training
    evaluations: Evaluations
    hours: float
    staffed: float
    roster: Roster
    amounts: Amounts

    @property
    def is_whole(self) -> bool:
        """Whether all months of the year are published."""
        return self.months == MONTHS


async def read_evidence(
    connection: Connection, year: int, report: Report | None, months: int, now: datetime
) -> Evidence:
    """Return the evidence of a year that has ended, or of one that runs up to yesterday.

    `report` is the published report of the year, whose roster is the one that is told again, and
    `months` how many of its months are published.
    """
    period = year_of(year)
    midnight = datetime.combine(now.astimezone(TIME_ZONE).date(), datetime.min.time(), TIME_ZONE)
    until = max(period.begins, min(period.ends, midnight))
    first, last = date(year, 1, 1), until.astimezone(TIME_ZONE).date() - timedelta(days=1)
    ways = [Way(*row) for row in await connection.fetch(SELECT_WAYS, first, last)]
    training = await connection.fetchrow(SELECT_TRAINING, first, last)
    evaluations = await connection.fetchrow(SELECT_EVALUATIONS, first, last)
    assert training is not None
    assert evaluations is not None
    return Evidence(
        year=year,
        last=last,
        months=months,
        standing=count_ways(ways, first, last),
        upkeep=count_upkeep(ways, year, last),
        training=Training(*training),
        evaluations=Evaluations(*evaluations),
        hours=(until - period.begins).total_seconds() / 3600,
        staffed=await connection.fetchval(SELECT_STAFFED, period.begins, until),
        roster=await _roster(connection, report, period.begins, until),
        amounts=await read_money(connection, year),
    )


async def _roster(
    connection: Connection, report: Report | None, begins: datetime, until: datetime
) -> Roster:
    if report is None:
        return (await read_rosters(connection, begins, until)).get(COUNTRY, Roster())
    wanted, covered = (Decimal(str(one)) for one in (report.hours_wanted, report.hours_covered))
    return Roster(wanted, covered, report.volunteers_on_duty)
