"""What is not about help seekers: hours on the roster, participation and invoices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from shared.database import Connection

from reporting.counting.rules.month_table import COUNTRY

# $1 and $2: from and until; $3: the country's name. A row for each location and region, and it.
SELECT_ROSTER = """
WITH stood AS (
    SELECT shift_id, location_id, needed, least(ends_at, $2) - greatest(starts_at, $1) AS duration
    FROM shift
    -- No shift is longer than a day, so the index on starts_at finds those of the period.
    WHERE starts_at < $2 AND starts_at > $1::timestamptz - interval '1 day' AND ends_at > $1
      -- A lookup for each shift: a join reads all cancelled shifts of all years.
      AND (SELECT gone.shift_id FROM cancelled_shift AS gone WHERE gone.shift_id = shift.shift_id)
          IS NULL
), place AS (
    SELECT stood.*, unnest(array_remove(ARRAY[$3, region, location_id::text], NULL)) AS name
    FROM stood LEFT JOIN location USING (location_id)
), wanted AS (
    SELECT name, sum(needed * extract(epoch FROM duration)) / 3600 AS hours
    FROM place GROUP BY name
), covered AS (
    SELECT name, sum(extract(epoch FROM duration)) / 3600 AS hours,
        count(DISTINCT volunteer_id) AS volunteers
    FROM place JOIN shift_place USING (shift_id) WHERE taken GROUP BY name
)
SELECT name, wanted.hours AS wanted, coalesce(covered.hours, 0) AS covered,
    coalesce(volunteers, 0) AS volunteers
FROM wanted LEFT JOIN covered USING (name)
"""
SELECT_SETTLEMENT = """
SELECT participating_inhabitants, eligible_inhabitants, budget, price_numerator,
    price_denominator, price_printed
FROM settlement WHERE year = $1
"""
SELECT_INVOICED = """
SELECT count(*) FILTER (WHERE credits IS NULL) AS invoices, coalesce(sum(total), 0) AS total
FROM invoice WHERE period = $1 AND reason IS DISTINCT FROM 'course'
"""


@dataclass(frozen=True)
class Roster:
    """Hours wanted and covered by the shifts of a place, and who had a place in them."""

    hours_wanted: Decimal = Decimal(0)
    hours_covered: Decimal = Decimal(0)
    volunteers: int = 0


@dataclass(frozen=True)
class Participation:
    """The settlement of a year; the price is `numerator` euros per `denominator` inhabitants."""

    participating: int
    eligible: int
    budget: Decimal
    numerator: int
    denominator: int
    printed: Decimal


@dataclass(frozen=True)
class Amounts:
    """The roster by place (a location's id, a region, or the country), and the year's money."""

    rosters: Mapping[str, Roster]
    participation: Participation | None
    invoices: int
    invoiced: Decimal


async def read_amounts(
    connection: Connection, begins: datetime, until: datetime, year: int
) -> Amounts:
    """Return the roster from `begins` to `until`, and the participation and invoices of `year`."""
    money = await read_money(connection, year)
    return replace(money, rosters=await read_rosters(connection, begins, until))


async def read_rosters(
    connection: Connection, begins: datetime, until: datetime
) -> dict[str, Roster]:
    """Return the roster of each location and region, and of the country."""
    return {
        row["name"]: Roster(row["wanted"], row["covered"], row["volunteers"])
        for row in await connection.fetch(SELECT_ROSTER, begins, until, COUNTRY)
    }


async def read_money(connection: Connection, year: int) -> Amounts:
    """Return the participation and invoices of a year, without rosters."""
    settled = await connection.fetchrow(SELECT_SETTLEMENT, year)
    invoiced = await connection.fetchrow(SELECT_INVOICED, year)
    assert invoiced is not None
    return Amounts(
        {}, Participation(*settled) if settled else None, invoiced["invoices"], invoiced["total"]
    )
