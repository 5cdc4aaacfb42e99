"""The norms of the quality file, each with the query that counts its evidence.

They are of the kind that a certification such as SPEN's asks for; wording and numbering are ours.
Nothing here names a person: only counts leave the database.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shared.database import Connection
from shared.pages.language import N_

from volunteers.half_days.counts import count_all
from volunteers.quality.rules import Evidence

AFTER_CARE_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year up to now: both days are counted (Amsterdam)."""

    first: date
    last: date


Count = Callable[[Connection, Period], Awaitable[Evidence]]


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm: what it asks, the least share of the cases in which it is kept, and its evidence."""

    code: str
    asks: str
    counted: str
    least: Fraction | None
    count: Count


def by(query: str) -> Count:
    """Return the count of a query that gives `kept` and `of` for $1, $2, the days of the period."""

    async def count(connection: Connection, period: Period) -> Evidence:
        row = await connection.fetchrow(query, period.first, period.last)
        assert row is not None
        return Evidence(row["kept"], row["of"])

    return count


ADMITTED = "(admitted_at AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN $1 AND $2"
SELECTED = by(f"""
SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM selection_interview i
    WHERE i.volunteer_id = v.volunteer_id AND i.outcome = 'accepted')) AS kept, count(*) AS of
FROM volunteer v WHERE {ADMITTED}
""")  # noqa: S608
TRAINED = by(f"""
SELECT count(*) FILTER (WHERE cardinality(modules_done) = 13) AS kept, count(*) AS of
FROM volunteer WHERE {ADMITTED}
""")  # noqa: S608
SIGNED_OFF = by(f"""
SELECT count(*) FILTER (WHERE signed_off_by <> volunteer_id) AS kept, count(*) AS of
FROM volunteer WHERE {ADMITTED}
""")  # noqa: S608
INTERVISION = by("""
SELECT count(*) FILTER (WHERE held >= 4) AS kept, count(*) AS of FROM (
    SELECT location_id, (SELECT count(*) FROM half_day_session s WHERE s.kind = 'intervision'
        AND s.location_id = l.location_id AND s.on_day BETWEEN $1 AND $2) AS held
    FROM location l WHERE EXISTS (SELECT FROM volunteer v
        WHERE v.location_id = l.location_id AND v.state = 'active')) AS location
""")
EVALUATED = by("""
SELECT count(*) FILTER (WHERE held_on <= due_on + 30) AS kept, count(*) AS of
FROM evaluation JOIN volunteer USING (volunteer_id)
WHERE due_on BETWEEN $1 AND $2::date - 30 AND (held_on IS NOT NULL OR state = 'active')
""")
CERTIFIED = by("""
SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM certificate c
    WHERE c.supervisor_id = s.supervisor_id AND $2 BETWEEN c.issued_on AND c.last_day)) AS kept,
    count(*) AS of
FROM supervisor s WHERE $2 BETWEEN first_day AND coalesce(last_day, 'infinity') AND $1 <= $2
""")
FILLED = """
SELECT coalesce(sum(least(filled, needed)), 0)::int AS kept, coalesce(sum(needed), 0)::int AS of
FROM shift WHERE cancelled_at IS NULL
    AND starts_at >= $1::date::timestamp AT TIME ZONE 'Europe/Amsterdam'
    AND starts_at < ($2::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'
"""
NIGHTS = f"{FILLED} AND day_part IN ('night', 'early_morning')"
DELIVERED = by("""
SELECT count(*) AS kept, NULL::int AS of FROM course_delivery WHERE given_on BETWEEN $1 AND $2
""")
CALLED = """
SELECT count(*) FILTER (WHERE called_on <= contact_day + 3) AS kept, count(*) AS of
FROM after_care WHERE heavy AND contact_day BETWEEN $1 AND $2::date - 3
"""


async def _after_care(connection: Connection, period: Period) -> Evidence:
    oldest: date = await connection.fetchval("SELECT current_date") - AFTER_CARE_KEPT
    row = await connection.fetchrow(CALLED, max(period.first, oldest), period.last)
    assert row is not None
    return Evidence(row["kept"], row["of"], since=oldest if oldest > period.first else None)


async def _half_days(connection: Connection, period: Period) -> Evidence:
    found = [one.half_days for one in await count_all(connection, period.first.year, None, None)]
    asked = [one for one in found if one.required]
    return Evidence(sum(one.done >= one.required for one in asked), len(asked))


ALL, MOST = Fraction(1), Fraction(9, 10)
NORMS = (
    Norm("1.1", N_("Whoever is admitted was selected by the national competencies."),
         N_("admissions after an interview that was accepted"), ALL, SELECTED),
    Norm("1.2", N_("Whoever is admitted has attended the thirteen modules of the basic training."),
         N_("admissions with thirteen modules"), ALL, TRAINED),
    Norm("1.3", N_("A mentor or trainer has signed off the practice before the admission."),
         N_("admissions with the word of somebody else"), ALL, SIGNED_OFF),
    Norm("2.1", N_("Every volunteer attends at least ten half-days of intervision or training."),
         N_("volunteers who did what the year asks of them"), MOST, _half_days),
    Norm("2.2", N_("Every location holds intervision at least four times a year."),
         N_("locations with four sessions of intervision or more"), ALL, INTERVISION),
    Norm("3.1", N_("An evaluation interview is held at most 30 days after it is due."),
         N_("interviews that were held in time, of those due"), MOST, EVALUATED),
    Norm("3.2", N_("Every supervisor in service has a valid certificate."),
         N_("supervisors with a certificate, of those in service"), ALL, CERTIFIED),
    Norm("4.1", N_("After a heavy contact a mentor calls within three days."),
         N_("heavy contacts that were followed by a call in time"), MOST, _after_care),
    Norm("5.1", N_("The places of all shifts are filled."),
         N_("places filled, of those needed"), Fraction(95, 100), by(FILLED)),
    Norm("5.2", N_("The places of the nights are filled as well."),
         N_("places filled from midnight to eight, of those needed"), Fraction(95, 100),
         by(NIGHTS)),
    Norm("6.1", N_("What is known about listening is passed on to others."),
         N_("courses given to third parties"), None, DELIVERED),
)  # fmt: skip
