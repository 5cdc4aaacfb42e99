"""No more than five shifts a week, and for asks no more than the volunteer wants.

A week is that of ISO 8601 in Amsterdam; a shift belongs to the week in which it begins.
"""

from shared.refusals import Refusal

from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.rest import neighbourhood
from volunteers.shifts.rules.weeks import week_at, week_of

MOST_A_WEEK = 5


class WeekFull(Refusal):
    """A volunteer takes at most five shifts that begin in one week."""


def has_time_in_the_week(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a sixth shift of a week; where somebody is asked, one above their own most."""
    week = week_of(wanted.day)
    taken = candidate.weeks.get(week.monday, 0)
    most = min(MOST_A_WEEK, candidate.most_per_week) if wanted.asking else MOST_A_WEEK
    if taken < most:
        return None
    whose = f"wants to be asked for at most {most}" if most < MOST_A_WEEK else f"takes {most}"
    return WeekFull(
        f"volunteer {candidate.volunteer_id} has {taken} shifts in week {week}, and {whose} a "
        f"week: choose a shift from {week.next().monday} on, or of another week, or release one"
    )


def span_that_counts(span: Span) -> Span:
    """Return the stretch outside which no other shift counts for one in this one."""
    near, first, last = neighbourhood(span), week_at(span.starts_at), week_at(span.ends_at)
    return Span(min(near.starts_at, first.span.starts_at), max(near.ends_at, last.span.ends_at))
