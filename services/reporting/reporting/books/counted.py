"""What was counted of a period, as it is kept with its closing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from shared.database import Connection

from reporting.books.periods import Period, period_of
from reporting.counting.read_counts import Counts

SELECT_CLOSED = """
SELECT DISTINCT ON (period) period, revision, counts::text, hidden::text FROM closing
WHERE period = ANY ($1) ORDER BY period, revision DESC
"""


@dataclass(frozen=True)
class Closed:
    """A closed period: its newest counts, and which cells of its reports are hidden."""

    period: Period
    revision: int
    counts: Counts
    hidden: frozenset[tuple[str, str, str]]


def counts_json(counts: Counts) -> dict[str, Any]:
    """Return the counts as they are stored; names are sorted when they are written."""
    return {"places": counts.places, "regions": counts.regions}


def hidden_json(hidden: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the hidden cells (place, figure, name) as they are stored, in order."""
    return sorted("|".join(cell) for cell in hidden)


async def read_closed(connection: Connection, periods: Iterable[Period]) -> list[Closed]:
    """Return those of the periods that are closed, the shortest first, each in order of time."""
    rows = await connection.fetch(SELECT_CLOSED, [str(period) for period in periods])
    found = [_closed(row) for row in rows]
    return sorted(found, key=lambda one: (one.period.length, one.period))


def sum_of(months: Iterable[Closed]) -> Counts:
    """Return the counts of several months together; a location is in the region of the last."""
    places: dict[str, dict[str, Counter[str]]] = {}
    regions: dict[str, str] = {}
    for month in months:
        regions |= month.counts.regions
        for place, figures in month.counts.places.items():
            for figure, counts in figures.items():
                of = places.setdefault(place, {}).setdefault(figure, Counter())
                of.update(counts)
    return Counts(places, regions)


def _closed(row: Mapping[str, Any]) -> Closed:
    counts, hidden = orjson.loads(row["counts"]), orjson.loads(row["hidden"])
    return Closed(
        period_of(row["period"]), row["revision"], Counts(counts["places"], counts["regions"]),
        frozenset(_cell(text) for text in hidden),
    )  # fmt: skip


def _cell(text: str) -> tuple[str, str, str]:
    place, figure, name = text.split("|")
    return place, figure, name
