"""A place in a shift, who wants it, and when it may be recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from shared.refusals import BadInput, NotFound, Refusal

from volunteers.admission.vocabulary import State
from volunteers.amsterdam import shown
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.weeks import week_of
from volunteers.shifts.vocabulary import PlaceSource


class ShiftNotFound(NotFound):
    """No shift was opened by this id."""


class ShiftIsCancelled(Refusal):
    """A cancelled shift is not changed any more."""


class ShiftIsFull(Refusal):
    """Every place of the shift is taken."""


class ShiftHasStarted(Refusal):
    """A volunteer takes a place by oneself before the shift begins."""


class ShiftHasEnded(Refusal):
    """A past shift is recorded with the moment at which its place was taken."""


class FilledAtInTheFuture(BadInput):
    """A place cannot have been taken yet."""


class FilledAtAfterTheShift(BadInput):
    """A place is taken before its shift is over."""


class FilledAtByOneself(Refusal):
    """Only a coordinator records when a place was taken."""


class PlaceIsFree(Refusal):
    """Nobody waits for a shift in which they may have a place now."""


class NotInShiftBefore(Refusal):
    """Only who is in the shift before stays on."""


class AlreadyInShift(Refusal):
    """A volunteer takes one place of a shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What counts about the volunteer who wants a place.

    `channels` are those that they may take; of a trainee those that they learn. `role` is that of
    their places: trainee while in practice. `shifts` are those that they are in, near enough to
    matter; `weeks` how many begin in the week of a Monday. `experienced_from` is the first day as
    an experienced listener, None for who is not admitted. `most_per_week` is for how many shifts a
    week they want to be asked.
    """

    volunteer_id: UUID
    admitted: bool
    state: State
    paused_until: date | None
    location_id: UUID
    role: Role
    channels: Collection[Channel]
    experienced_from: date | None
    shifts: Mapping[UUID, Span]
    weeks: Mapping[date, int]
    most_per_week: int

    @property
    def is_trainee(self) -> bool:
        """Whether they learn beside a mentor."""
        return self.role == "trainee"

    def is_experienced(self, day: date) -> bool:
        """Tell whether they are experienced on the day of a shift."""
        return self.experienced_from is not None and self.experienced_from <= day

    def without(self, shift_id: UUID, day: date) -> "Candidate":
        """Return the volunteer as without the place of a shift of that day."""
        weeks, monday = dict(self.weeks), week_of(day).monday
        if shift_id in self.shifts:
            weeks[monday] = weeks.get(monday, 0) - 1
        shifts = {one: span for one, span in self.shifts.items() if one != shift_id}
        return replace(self, shifts=shifts, weeks=weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What counts about the shift in which a place is wanted, as it now is, and how it is wanted.

    `experienced_in`, `mentors_in` and `trainees_in` count who is in it. `source`: who gives the
    place. `asking`: somebody is to be asked, so that what they said about the most a week binds.
    `recorded`: the shift is over, and its place is recorded afterwards. `any_channel`: who may take
    one of its channels may come, as at a surge; else all of them are needed.
    """

    shift_id: UUID
    day: date
    span: Span
    channels: Collection[Channel]
    location_id: UUID
    needed: int
    filled: int
    cancelled: bool
    team_only: bool
    home_allowed: bool
    experienced_needed: int
    experienced_in: int
    mentors_in: int
    trainees_in: int
    source: PlaceSource = "coordinator"
    from_home: bool = False
    asking: bool = False
    recorded: bool = False
    any_channel: bool = False


def check_stands(shift_id: UUID, *, cancelled: bool) -> None:
    """Refuse any change to a shift that was cancelled."""
    if cancelled:
        raise is_cancelled(shift_id)


def is_cancelled(shift_id: UUID) -> ShiftIsCancelled:
    """Return the refusal of a change to a cancelled shift."""
    return ShiftIsCancelled(f"shift {shift_id} was cancelled: choose another, or open a new one")


def stands(_: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a place of a cancelled shift."""
    return is_cancelled(wanted.shift_id) if wanted.cancelled else None


def is_not_in_it(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a second place of a shift."""
    if wanted.shift_id not in candidate.shifts:
        return None
    return AlreadyInShift(
        f"volunteer {candidate.volunteer_id} has a place in shift {wanted.shift_id} already"
    )


def has_room(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a place of a full shift; a trainee's comes on top."""
    if candidate.is_trainee or wanted.filled < wanted.needed:
        return None
    return ShiftIsFull(
        f"all {wanted.needed} places of shift {wanted.shift_id} are taken: choose another shift, "
        "wait for a place, or have one released first"
    )


def check_not_begun(span: Span, now: datetime) -> None:
    """Refuse what a volunteer does by oneself before a shift only."""
    if span.starts_at <= now:
        raise ShiftHasStarted(
            f"the shift began at {shown(span.starts_at)}: choose one that is to come, or ask the "
            "coordinator, who gives and releases places until it ends"
        )


def check_no_moment(filled_at: datetime | None) -> None:
    """Refuse that a volunteer says when they took a place: by oneself it is now."""
    if filled_at is not None:
        raise FilledAtByOneself(
            "filledAt is for a coordinator, who records a past shift: leave it out to take a place "
            "of a shift that is to come"
        )


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
