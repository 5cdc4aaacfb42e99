"""Published series without a database, for the rules of the formats in which they are open."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from reporting.books.assemble_report import Heading, assemble_report, shown_of
from reporting.books.periods import period_of
from reporting.books.views import Report
from reporting.counting.read_amounts import Amounts
from reporting.counting.rules.month_table import COUNTRY, Of, month_table
from reporting.disclosure.rules.threshold import MINIMUM
from reporting.open_data import resources
from reporting.open_data.editions import Edition, Packing
from reporting.open_data.queries import Publication, PublicState

PUBLISHED_AT = datetime(2016, 4, 8, 1, tzinfo=UTC)
COUNTS: Mapping[str, Of] = {
    "zutphen": {"kinds": {"conversation": 40, "misuse": 3}, "channels": {"telephone": 40}},
    "almelo": {"kinds": {"conversation": 30, "silent": 12}, "channels": {"chat": 30}},
}
REGIONS = {"zutphen": "Gelderland", "almelo": "Overijssel"}
NOTHING = Amounts({}, None, 0, Decimal(0))
BASE = "https://pages.example/open-data"


def reports(place: str, *periods: str) -> list[Report]:
    """Return the reports of a place; counts below the threshold are hidden, no others."""
    table = month_table(COUNTS, REGIONS)
    hidden = {cell for cell, count in table.counts.items() if count < MINIMUM}
    return [
        assemble_report(
            Heading(period_of(name), place, 0, PUBLISHED_AT, period_of(name).ends), None,
            shown_of(place, table.counts, hidden), 900, NOTHING,
        )
        for name in periods
    ]  # fmt: skip


def edition() -> Edition:
    """Return the edition of two months and their quarter."""
    national, regions = Packing(resources.NATIONAL), Packing(resources.REGIONS)
    for names in (("2016-02", "2016-03"), ("2016-Q1",)):
        national.add(reports(COUNTRY, *names))
        for place in ("Fryslân", "Gelderland"):
            regions.add(reports(place, *names))
    files = (national.file(), regions.file())
    return Edition(PublicState(9, PUBLISHED_AT), files, national.covers)


def publications() -> list[Publication]:
    """Return a first report and its correction, and the report of a region."""
    month = period_of("2016-03")
    return [
        Publication(UUID(int=3), month, COUNTRY, 1, PUBLISHED_AT.replace(month=5)),
        Publication(UUID(int=2), month, "Fryslân", 0, PUBLISHED_AT),
        Publication(UUID(int=1), month, COUNTRY, 0, PUBLISHED_AT),
    ]
