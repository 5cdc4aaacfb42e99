"""Whether a volunteer may take contacts on a day at all: admitted, and neither away nor barred."""

from datetime import timedelta

from shared.refusals import Refusal

from volunteers.shifts.rules.places import Candidate, Wanted

IN_SHIFTS = ("in_practice", "active", "paused", "suspended")


class NotAdmitted(Refusal):
    """A volunteer takes shifts once admitted, or in practice beside a mentor."""


class NotAdmittedForChannel(Refusal):
    """A volunteer takes shifts whose every channel they were admitted for."""


class OnPause(Refusal):
    """A volunteer on pause takes no shift before its end."""


class Suspended(Refusal):
    """A suspended volunteer takes no shift."""


def is_admitted(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse who is not admitted, or not for every channel of the shift."""
    return _not_admitted(candidate, wanted) or _not_for_channels(candidate, wanted)


def is_at_work(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse who is suspended, or on pause on the day of the shift."""
    if candidate.state == "suspended":
        return Suspended(
            f"volunteer {candidate.volunteer_id} is suspended: a coordinator reinstates them "
            "first, or choose another volunteer"
        )
    if candidate.state != "paused":
        return None
    last = candidate.paused_until
    if last is None:
        return OnPause(
            f"volunteer {candidate.volunteer_id} is on pause without an end: resume first, or "
            "choose another volunteer"
        )
    if wanted.day > last:
        return None
    return OnPause(
        f"volunteer {candidate.volunteer_id} is on pause until {last}: resume first, or choose a "
        f"shift from {last + timedelta(days=1)} on"
    )


def _not_admitted(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    who = f"volunteer {candidate.volunteer_id}"
    if candidate.admitted if wanted.recorded else candidate.state in IN_SHIFTS:
        return None
    if candidate.state == "left":
        return NotAdmitted(f"{who} has left: choose another volunteer")
    return NotAdmitted(
        f"{who} is not admitted yet: complete the thirteen modules and the mentor's sign-off "
        "first; after the modules they may join a shift to come as a trainee, beside a mentor"
    )


def _not_for_channels(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    missing = [channel for channel in wanted.channels if channel not in candidate.channels]
    if not missing or (wanted.any_channel and len(missing) < len(wanted.channels)):
        return None
    return NotAdmittedForChannel(
        f"volunteer {candidate.volunteer_id} is not admitted for {', '.join(missing)}: choose "
        f"a shift on {', '.join(candidate.channels)} only, or another volunteer"
    )
