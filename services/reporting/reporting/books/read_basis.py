"""Read what the reports of a period are made of, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.database import Connection

from reporting.books.closings import Closing, newest_months
from reporting.books.counted import Counted, of_month, of_months
from reporting.books.periods import Period
from reporting.counting.read_amounts import Amounts, read_amounts
from reporting.counting.read_counts import Counts, read_counts
from reporting.locations.views import LocationView

SELECT_LOCATIONS = "SELECT location_id, name, region FROM location ORDER BY name, location_id"


@dataclass(frozen=True)
class Basis:
    """What was counted, and what is not about help seekers. `counts` are those of a month."""

    counts: Counts | None
    counted: Counted
    amounts: Amounts
    locations: Sequence[LocationView]


async def read_basis(connection: Connection, period: Period, earlier: Sequence[Closing]) -> Basis:
    """Return what a period rests on; a quarter and a year are sums of their closed months.

    `earlier` are the closings of the year until now. A correction leaves each location in the
    region in which the month was first closed. The caller's transaction sees one moment.
    """
    counts = None
    if period.parts:
        months = newest_months(period, earlier)
        counted = of_months([one.counts for one in months if one.counts])
    else:
        counts = await read_counts(connection, period.begins, period.ends)
        for one in newest_months(period, earlier):
            counts = Counts(counts.places, {**counts.regions, **(one.counts or counts).regions})
        counted = of_month(counts)
    amounts = await read_amounts(connection, period.begins, period.ends, period.year)
    locations = [
        LocationView(
            location_id=row["location_id"], name=row["name"],
            region=counted.regions.get(str(row["location_id"]), row["region"]),
        )
        for row in await connection.fetch(SELECT_LOCATIONS)
    ]  # fmt: skip
    return Basis(counts, counted, amounts, locations)
