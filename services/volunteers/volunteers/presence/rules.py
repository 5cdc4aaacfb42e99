"""Who was really there, against the shift."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteers.presence.vocabulary import PresenceState
from volunteers.shifts.rules.day_parts import Span

# So long after the start somebody is late, and so long before the end they have left early.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """When somebody was first and last at the desk, and whether they are there now."""

    first_at: datetime
    last_at: datetime
    is_present: bool


def state_of(span: Span, seen: Seen | None, now: datetime, *, has_place: bool) -> PresenceState:
    """Return how somebody stands to a shift at a moment.

    `stood_in`: there without a place. `absent`: had a place and did not come within five minutes;
    `late`: came after them; `left`: came in time, and went before the end.
    """
    if seen is None:
        return "absent" if now > span.starts_at + GRACE else "expected"
    if not has_place:
        return "stood_in"
    if seen.first_at > span.starts_at + GRACE:
        return "late"
    gone_early = not seen.is_present and seen.last_at < span.ends_at - GRACE
    return "left" if gone_early else "present"


def minutes_late(span: Span, seen: Seen | None) -> int:
    """Return how many minutes after the start somebody came; 0 for in time or not at all."""
    if seen is None:
        return 0
    return max(int((seen.first_at - span.starts_at).total_seconds() // 60), 0)
