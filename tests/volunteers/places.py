"""Volunteers and shifts as the rules of places see them; each fact may be changed."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from hypothesis import strategies as st
from volunteers.shifts.rules.day_parts import DAY_PARTS, span_of
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.weeks import week_of

DAY = date(2026, 3, 1)
HERE, THERE = UUID(int=1), UUID(int=2)
MORNING = span_of(DAY, "morning")


def a_candidate(**facts):
    """Return an active listener of HERE, admitted for telephone and chat, in no shift."""
    fine = Candidate(
        volunteer_id=uuid4(), admitted=True, state="active", paused_until=None, location_id=HERE,
        role="listener", channels=["telephone", "chat"], experienced_from=None, shifts={},
        weeks={}, most_per_week=2,
    )  # fmt: skip
    return replace(fine, **facts)


def a_trainee(**facts):
    """Return somebody in practice."""
    learns = {"admitted": False, "state": "in_practice", "role": "trainee"}
    return a_candidate(**learns | facts)


def a_shift(**facts):
    """Return a morning of HERE on the telephone with two open places, for whoever comes."""
    open_ = Wanted(
        shift_id=uuid4(), day=DAY, span=MORNING, channels=["telephone"], location_id=HERE,
        needed=2, filled=0, cancelled=False, team_only=False, home_allowed=False,
        experienced_needed=0, experienced_in=0, mentors_in=0, trainees_in=0, source="self",
    )  # fmt: skip
    return replace(open_, **facts)


def in_shifts(*days_and_parts):
    """Return the facts of a candidate who is in these shifts."""
    weeks: dict[date, int] = {}
    for day, _ in days_and_parts:
        weeks[week_of(day).monday] = weeks.get(week_of(day).monday, 0) + 1
    spans = {uuid4(): span_of(day, part) for day, part in days_and_parts}
    return {"shifts": spans, "weeks": weeks}


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
day_parts = st.sampled_from(DAY_PARTS)
