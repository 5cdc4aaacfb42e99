"""What the rows of one import share: the commit, who asks, and what is known beforehand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach
from shared.refusals import Refusal

from volunteers.amsterdam import day_of
from volunteers.imports.rules import LocationUnknownByName, RowRefused
from volunteers.locations.require_location import require_location
from volunteers.people.keys import Keys

# One import at a time: two that bring the same reference would both insert it.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('import', 0))"
# Shared, and first: a merger is waited for, as it locks locations before volunteers and shifts.
SELECT_LOCATIONS = """
SELECT lower(name), location_id FROM location ORDER BY location_id FOR SHARE
"""
SELECT_REFERENCES = """
SELECT external_reference, volunteer_id FROM volunteer WHERE external_reference = ANY($1)
"""


@dataclass
class Importing:
    """One import: `known` are volunteers by their reference, `seen` the references so far."""

    connection: Connection
    reach: Reach
    keys: Keys
    now: datetime
    locations: dict[str, UUID] = field(default_factory=dict)
    known: dict[str, UUID] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day in Amsterdam."""
        return day_of(self.now)

    async def prepare(self, references: list[str]) -> None:
        """Wait for another import; read the locations and the volunteers of these references."""
        await self.connection.execute(ONE_AT_A_TIME)
        self.locations = dict(await self.connection.fetch(SELECT_LOCATIONS))
        self.known = dict(await self.connection.fetch(SELECT_REFERENCES, references))

    async def location(self, name: str, day: date) -> UUID:
        """Return the location of a name that works on a day and is within reach."""
        with refusing("location"):
            location_id = self.locations.get(name.lower())
            if location_id is None:
                raise LocationUnknownByName(
                    "no location has this name: write it as the page of the organisation does"
                )
            self.reach.require(f"location {location_id}", location=location_id)
            await require_location(self.connection, location_id, day)
        return location_id


@contextmanager
def refusing(column: str) -> Iterator[None]:
    """Tell what is refused inside as the refusal of a row, by this column."""
    try:
        yield
    except Refusal as refusal:
        raise RowRefused(column, refusal) from None
