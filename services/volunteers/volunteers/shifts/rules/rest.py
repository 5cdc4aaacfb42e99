"""No two shifts at once, and rest after a night.

Volunteers fall outside the Arbeidstijdenwet; its rest after a night is applied by analogy:
a night shift is one with more than an hour between 00:00 and 06:00 (art. 1:7), and one that ends
after 02:00 is followed by at least 14 hours without a shift (art. 5:8).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shared.refusals import Refusal

from volunteers.amsterdam import AMSTERDAM, at_hour, day_of, shown
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, Wanted

NIGHT_ENDS_HOUR = 6
MORE_THAN = timedelta(hours=1)
EARLY_END = time(2)
REST = timedelta(hours=14)


class ShiftsOverlap(Refusal):
    """A volunteer cannot be in two shifts at once."""


class RestAfterNight(Refusal):
    """After a night shift that ends after 02:00, fourteen hours pass without a shift."""


def is_night_shift(span: Span) -> bool:
    """Tell whether more than an hour lies between 00:00 and 06:00 in Amsterdam."""
    days = {day_of(span.starts_at), day_of(span.ends_at)}
    return sum((span.overlap(_night_of(day)) for day in days), timedelta()) > MORE_THAN


def rests_until(span: Span) -> datetime:
    """Return the moment (UTC) from which the next shift may start; its own end by day."""
    ends_late = span.ends_at.astimezone(AMSTERDAM).time() > EARLY_END
    return span.ends_at + REST if ends_late and is_night_shift(span) else span.ends_at


def neighbourhood(span: Span) -> Span:
    """Return the stretch outside which no shift can stand in the way of this one."""
    return Span(span.starts_at - REST, span.ends_at + REST)


def is_rested(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a shift that overlaps another of theirs, or leaves too little rest."""
    return clash(candidate.volunteer_id, wanted.span, candidate.shifts.values())


def fit(volunteer_id: UUID, wanted: Span, others: Iterable[Span]) -> None:
    """Raise the refusal of a shift that does not go with others of the volunteer's."""
    refusal = clash(volunteer_id, wanted, others)
    if refusal:
        raise refusal


def clash(volunteer_id: UUID, wanted: Span, others: Iterable[Span]) -> Refusal | None:
    """Return why a shift does not go with others of the volunteer's, or None."""
    for other in sorted(others, key=lambda span: span.starts_at):
        if wanted.overlap(other):
            return ShiftsOverlap(
                f"volunteer {volunteer_id} has a shift from {shown(other.starts_at)} to "
                f"{shown(other.ends_at)}: release that place, or choose another volunteer"
            )
        if other.starts_at < wanted.starts_at < rests_until(other):
            return RestAfterNight(_too_soon_after(volunteer_id, other, wanted))
        if wanted.starts_at < other.starts_at < rests_until(wanted):
            return RestAfterNight(_too_soon_before(volunteer_id, wanted, other))
    return None


def _night_of(day: date) -> Span:
    return Span(at_hour(day, 0), at_hour(day, NIGHT_ENDS_HOUR))


def _too_soon_after(volunteer_id: UUID, night: Span, wanted: Span) -> str:
    return (
        f"volunteer {volunteer_id} rests until {shown(rests_until(night))} after the night shift "
        f"that ends at {shown(night.ends_at)}{_adjoining(night, wanted)}: choose a shift that "
        "starts then or later, or another volunteer"
    )


def _too_soon_before(volunteer_id: UUID, wanted: Span, later: Span) -> str:
    return (
        f"this is a night shift: volunteer {volunteer_id} would rest until "
        f"{shown(rests_until(wanted))} after it, but has a shift that starts at "
        f"{shown(later.starts_at)}{_adjoining(wanted, later)}: release that place, or choose "
        "another volunteer"
    )


def _adjoining(night: Span, next_shift: Span) -> str:
    if night.ends_at == next_shift.starts_at and is_night_shift(next_shift):
        return " (two night parts of one night are two shifts, with the rest between them)"
    return ""
