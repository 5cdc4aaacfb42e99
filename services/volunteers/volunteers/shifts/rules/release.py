"""Until when a volunteer gives a place back by oneself, and to whom it then goes."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.refusals import NotFound, Refusal

from volunteers.amsterdam import shown
from volunteers.shifts.rules.day_parts import Span

# Elapsed time, so that a change of the clock in between shifts the hour that is shown.
RELEASE_BEFORE = timedelta(hours=48)
# Later nobody on the waiting list is given a place without having been asked: they are told.
GIVEN_BEFORE = timedelta(hours=24)


class NotInShift(NotFound):
    """This volunteer has no place in the shift that could be released."""


class TooLateToRelease(Refusal):
    """A volunteer gives a place back by oneself until 48 hours before the shift."""


def check_release_by_oneself(shift_id: UUID, span: Span, now: datetime) -> None:
    """Refuse a release by oneself less than 48 hours before the start."""
    until = span.starts_at - RELEASE_BEFORE
    if now > until:
        raise TooLateToRelease(
            f"a place of shift {shift_id} could be given back until {shown(until)}: propose a "
            "swap, offer it for a takeover, or ask the coordinator to release it"
        )


def goes_to_waiting_list(span: Span, now: datetime) -> bool:
    """Tell whether a place that falls free now is given to who waits for it longest."""
    return now <= span.starts_at - GIVEN_BEFORE
