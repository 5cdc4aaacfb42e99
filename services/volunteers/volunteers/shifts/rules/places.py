"""Who may take a place in a shift, and when that may be recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import Channel
from shared.refusals import BadInput, NotFound, Refusal

from volunteers.amsterdam import shown
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.rest import fit


class ShiftNotFound(NotFound):
    """No shift was opened by this id."""


class ShiftIsCancelled(Refusal):
    """A cancelled shift is not changed any more."""


class ShiftIsFull(Refusal):
    """Every place of the shift is taken."""


class ShiftHasEnded(Refusal):
    """A past shift is recorded with the moment at which its place was taken."""


class FilledAtInTheFuture(BadInput):
    """A place cannot have been taken yet."""


class FilledAtAfterTheShift(BadInput):
    """A place is taken before its shift is over."""


class AlreadyInShift(Refusal):
    """A volunteer takes one place of a shift."""


class NotInShift(NotFound):
    """This volunteer has no place in the shift that could be released."""


class NotAdmitted(Refusal):
    """A volunteer takes shifts once admitted."""


class NotAdmittedForChannel(Refusal):
    """A volunteer takes shifts whose every channel they were admitted for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What counts about the volunteer who wants a place."""

    volunteer_id: UUID
    admitted: bool
    channels: Collection[Channel]
    shifts: Mapping[UUID, Span]  # the shifts that they are in, near enough to matter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What counts about the shift in which a place is wanted, as it now is."""

    shift_id: UUID
    span: Span
    channels: Collection[Channel]
    needed: int
    filled: int
    cancelled: bool


def check_stands(shift_id: UUID, *, cancelled: bool) -> None:
    """Refuse any change to a shift that was cancelled."""
    if cancelled:
        raise ShiftIsCancelled(f"shift {shift_id} was cancelled: choose another, or open a new one")


def check_place(candidate: Candidate, wanted: Wanted) -> None:
    """Refuse a place that the shift, the admission, another shift or the rest forbids."""
    check_stands(wanted.shift_id, cancelled=wanted.cancelled)
    if wanted.shift_id in candidate.shifts:
        raise AlreadyInShift(
            f"volunteer {candidate.volunteer_id} has a place in shift {wanted.shift_id} already"
        )
    _check_admission(candidate, wanted.channels)
    if wanted.filled >= wanted.needed:
        raise ShiftIsFull(
            f"all {wanted.needed} places of shift {wanted.shift_id} are taken: choose another "
            "shift, or have a place released first"
        )
    fit(candidate.volunteer_id, wanted.span, candidate.shifts.values())


def moment_of_filling(span: Span, filled_at: datetime | None, now: datetime) -> datetime:
    """Return when the place was taken: now, or as the coordinator recorded it afterwards."""
    if filled_at is None:
        if span.ends_at <= now:
            raise ShiftHasEnded(
                f"the shift ended at {shown(span.ends_at)}: give filledAt, the moment at which "
                "the place was taken, to record it afterwards"
            )
        return now
    if filled_at > now:
        raise FilledAtInTheFuture(
            f"filledAt is {shown(filled_at)}, later than now: leave it out, or give a past moment"
        )
    if filled_at >= span.ends_at:
        raise FilledAtAfterTheShift(
            f"filledAt is {shown(filled_at)}, but the shift ended at {shown(span.ends_at)}: give "
            "a moment before that"
        )
    return filled_at


def _check_admission(candidate: Candidate, channels: Collection[Channel]) -> None:
    if not candidate.admitted:
        raise NotAdmitted(
            f"volunteer {candidate.volunteer_id} is not admitted yet: complete the thirteen "
            "modules and the mentor's sign-off first"
        )
    missing = [channel for channel in channels if channel not in candidate.channels]
    if missing:
        raise NotAdmittedForChannel(
            f"volunteer {candidate.volunteer_id} is not admitted for {', '.join(missing)}: choose "
            f"a shift on {', '.join(candidate.channels)} only, or another volunteer"
        )
