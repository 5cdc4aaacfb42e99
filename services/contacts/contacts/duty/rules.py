"""Who may register a contact: a volunteer who was on duty when it started."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shared.refusals import Refusal

# A conversation may begin before the shift does, and a listener may stay on after it.
GRACE = timedelta(minutes=30)


class VolunteerNotOnDuty(Refusal):
    """The volunteer surely had no shift when the contact started."""


class LocationNotOpen(Refusal):
    """The location surely does not exist."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is known: whether the volunteer is admitted and had a shift, and the locations exist."""

    admitted: bool
    on_shift: bool
    locations_open: bool

    @property
    def verified(self) -> bool:
        """Return whether all that a contact needs is known."""
        return self.admitted and self.on_shift and self.locations_open


def decide_duty(duty: Duty, *, heard_all: bool, volunteer_id: UUID) -> bool:
    """Return whether the duty is verified; raise when there surely was none.

    `heard_all`: every event of the volunteers service has arrived. Otherwise (the bus is away, an
    event is on its way) the contact is kept unverified, and settled when the shift arrives. Raises
    LocationNotOpen or VolunteerNotOnDuty.
    """
    if duty.verified:
        return True
    if heard_all and not duty.locations_open:
        raise LocationNotOpen(
            "answeredAtLocationId or lineLocationId is no location that was opened: choose one"
            " of those that the volunteers service lists"
        )
    if heard_all:
        why = "had no shift at startedAt" if duty.admitted else "was not admitted"
        raise VolunteerNotOnDuty(
            f"volunteer {volunteer_id} {why} (30 minutes' grace): correct startedAt or"
            " volunteerId, or let a coordinator record the shift first"
        )
    return False
