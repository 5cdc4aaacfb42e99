"""The bodies of requests about proposals."""

from typing import Annotated

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day

SECONDS = 60


class AskProposal(Command):
    """Propose who fills the open places of these days, both included, at these locations.

    Without `locationIds`: at all within reach. `seconds`: how long to search at most.
    """

    first_day: Day
    last_day: Day
    location_ids: list[Id] = Field(default=[], max_length=100)
    seconds: int = Field(default=SECONDS, ge=1, le=600)


class ProposedPair(Command):
    """A place that was proposed."""

    shift_id: Id
    volunteer_id: Id


class AcceptProposal(Command):
    """Offer these of the proposed places; without `places`, all of them."""

    places: Annotated[list[ProposedPair], Field(min_length=1, max_length=10_000)] | None = None
