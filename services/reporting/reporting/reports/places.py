"""The places of reports, and the addresses of their pages."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from shared.pages.language import gettext

from reporting.books.periods import Period
from reporting.counting.rules.month_table import COUNTRY
from reporting.locations.views import LocationView


class PlaceLink(NamedTuple):
    """The page of a place: where it is, what it is called, and whether it is the one shown."""

    address: str
    name: str
    is_current: bool
    is_location: bool


def address(period: Period, place: str) -> str:
    """Return where the page of a period and place is."""
    return f"/reporting/reports/{period}{_within(place)}"


def places_of(
    period: Period, locations: Iterable[LocationView], published: Collection[str], current: str
) -> list[PlaceLink]:
    """Return the country, its regions and the locations that have a report of the period."""
    locations = list(locations)
    regions = sorted({one.region for one in locations})
    named = [(COUNTRY, gettext("The Netherlands"), False),
             *((region, region, False) for region in regions),
             *((str(one.location_id), one.name, True) for one in locations)]  # fmt: skip
    return [
        PlaceLink(address(period, place), name, place == current, is_location)
        for place, name, is_location in named
        if place in published
    ]


def _within(place: str) -> str:
    if place == COUNTRY:
        return ""
    try:
        return f"/locations/{UUID(place)}"
    except ValueError:
        return f"/regions/{quote(place)}"
