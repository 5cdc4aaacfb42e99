"""Who must be in a shift together: a mentor beside each trainee, and enough experienced people.

Experienced is a mentor, and who was admitted a year before the day of the shift.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Role
from shared.refusals import Refusal

from volunteers.amsterdam import day_of
from volunteers.shifts.rules.places import Candidate, Wanted


class TraineeAlone(Refusal):
    """A trainee takes a place beside a mentor, who has one trainee at most."""


class MentorNeeded(Refusal):
    """A mentor does not leave a trainee alone."""


class ExperiencedNeeded(Refusal):
    """The last places of a shift are kept for the experienced people that it still needs."""


def has_mentor(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a trainee where no mentor of the shift is without one."""
    if not candidate.is_trainee or wanted.trainees_in < wanted.mentors_in:
        return None
    return TraineeAlone(
        f"volunteer {candidate.volunteer_id} is in practice, and of the {wanted.mentors_in} "
        f"mentors in shift {wanted.shift_id} each has a trainee: choose a shift with a mentor who "
        "has none, or have a mentor take a place first"
    )


def leaves_room_for_experience(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Refuse a place that experienced people must have, where somebody else wants it."""
    if candidate.is_trainee or candidate.is_experienced(wanted.day):
        return None
    missing = wanted.experienced_needed - wanted.experienced_in
    left = wanted.needed - wanted.filled - 1
    if left >= missing:
        return None
    return ExperiencedNeeded(
        f"shift {wanted.shift_id} needs {wanted.experienced_needed} experienced people and has "
        f"{wanted.experienced_in}: its {left + 1} open places are for a mentor, or for who was "
        "admitted at least a year before; choose another shift"
    )


def check_mentor_may_leave(shift_id: UUID, *, mentors: int, trainees: int) -> None:
    """Refuse that so few mentors stay that a trainee is alone."""
    if mentors < trainees:
        raise MentorNeeded(
            f"shift {shift_id} would have {trainees} trainees and {mentors} mentors: have another "
            "mentor take a place first, or swap with a mentor"
        )


def experienced_from(role: Role, admitted_at: datetime | None) -> date | None:
    """Return the first day on which somebody is experienced; None for who is not admitted."""
    if admitted_at is None or role == "trainee":
        return None
    if role == "mentor":
        return date.min
    admitted = day_of(admitted_at)
    if (admitted.month, admitted.day) == (2, 29):
        return date(admitted.year + 1, 3, 1)
    return admitted.replace(year=admitted.year + 1)
