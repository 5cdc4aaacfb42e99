"""From where a volunteer works: the own location, or from home where a shift allows it."""

from uuid import UUID

from shared.refusals import Refusal

from volunteers.shifts.rules.places import Candidate, Wanted


class OtherLocation(Refusal):
    """A volunteer takes shifts of the own location; elsewhere from home, or by a coordinator."""


class NotFromHome(Refusal):
    """A place is taken from home where the shift allows it, and never by a trainee."""


def is_where_they_work(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a shift of another location, or from home, where the shift does not allow it."""
    if wanted.from_home and (not wanted.home_allowed or candidate.is_trainee):
        return NotFromHome(
            f"shift {wanted.shift_id} cannot be worked from home by volunteer "
            f"{candidate.volunteer_id}: leave fromHome out, or choose a shift with homeAllowed; a "
            "trainee sits beside the mentor"
        )
    if candidate.location_id == wanted.location_id:
        return None
    who = f"volunteer {candidate.volunteer_id} works from location {candidate.location_id}"
    if wanted.team_only:
        return OtherLocation(
            f"{who}, and shift {wanted.shift_id} is for those of location {wanted.location_id} "
            "only: choose a shift without teamOnly, or one of the own location"
        )
    if wanted.source == "coordinator" or wanted.from_home:
        return None
    how = "take it with fromHome" if wanted.home_allowed else "have the coordinator give the place"
    return OtherLocation(
        f"{who}, and shift {wanted.shift_id} is of location {wanted.location_id}: {how}, or choose "
        "one of the own location"
    )


def from_home_if_elsewhere(location_id: UUID, wanted: Wanted) -> bool:
    """Tell whether a volunteer of a location would take the place from home: there is no other way.

    It is theirs to say where they may do either.
    """
    return wanted.home_allowed and location_id != wanted.location_id
