"""Make the reports of a closed period: of the country, of each region and of each location.

A region without any location has no report.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson

from reporting.books.assemble_report import Heading, assemble_report, shown_of
from reporting.books.periods import Period
from reporting.books.read_basis import Basis
from reporting.books.views import Report
from reporting.counting.rules.month_table import COUNTRY
from reporting.disclosure.rules.attack import Cell
from reporting.locations.views import LocationView

PUBLIC, ORGANISATION = "public", "organisation"


@dataclass(frozen=True)
class Made:
    """A report about to be published: its id, its place, its bytes, who may read it, and where."""

    report_id: UUID
    place: str
    content: bytes
    audience: str
    address: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def make_reports(
    period: Period,
    revision: int,
    published_at: datetime,
    hidden: frozenset[Cell],
    basis: Basis,
) -> list[Made]:
    """Return the reports of a period, without the hidden cells (place, figure, name).

    The same input gives the same bytes.
    """
    table, minutes = basis.counted.table, basis.counted.minutes
    kept_back = hidden | table.unpublished
    made = []
    for place, location in _places(basis.locations):
        heading = Heading(period, place, revision, published_at, period.ends)
        shown = shown_of(place, table.counts, kept_back)
        report = assemble_report(heading, location, shown, minutes.get(place, 0), basis.amounts)
        made.append(
            Made(
                _report_id(heading), place, canonical(report),
                ORGANISATION if location else PUBLIC, _address(heading, location),
            )
        )  # fmt: skip
    return made


def canonical(report: Report) -> bytes:
    """Return the JSON of a report with sorted names, in UTF-8: equal reports are equal bytes."""
    said: Any = report.model_dump(mode="json", by_alias=True)
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _places(locations: Sequence[LocationView]) -> list[tuple[str, LocationView | None]]:
    regions = sorted({location.region for location in locations})
    places: list[tuple[str, LocationView | None]] = [(COUNTRY, None)]
    places += [(region, None) for region in regions]
    return places + [(str(location.location_id), location) for location in locations]


def _report_id(heading: Heading) -> UUID:
    named = f"sensoor/report/{heading.period}/{heading.place}/{heading.revision}"
    return uuid5(NAMESPACE_OID, named)


def _address(heading: Heading, location: LocationView | None) -> str:
    if location:
        return f"/v1/reports/{heading.period}/locations/{location.location_id}"
    if heading.place == COUNTRY:
        return f"/v1/reports/{heading.period}"
    return f"/v1/reports/{heading.period}/regions/{quote(heading.place)}"
