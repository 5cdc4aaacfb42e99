"""The bodies of requests about swaps."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.swaps.rules import Leg


class ProposedLeg(Command):
    """What one gives and takes, by the ids of shifts; without a volunteer: whoever agrees first."""

    volunteer_id: Id | None = None
    gives: Id | None = None
    takes: Id | None = None


class ProposeSwap(Command):
    """An exchange of two or three, a takeover, or, by a coordinator, a chain into a hole."""

    legs: list[ProposedLeg] = Field(min_length=2, max_length=3)

    def as_legs(self) -> list[Leg]:
        """Return the legs as the rules see them."""
        return [Leg(one.volunteer_id, one.gives, one.takes) for one in self.legs]
