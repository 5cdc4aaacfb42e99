"""When evaluation interviews are due, and who may do what with one."""

from calendar import monthrange
from datetime import date, timedelta
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.admission.rules.way import ADMITTED
from volunteers.admission.vocabulary import State
from volunteers.evaluations.vocabulary import Standing

FIRST_AFTER_MONTHS = 6
THEN_EVERY_MONTHS = 12
DUE_WITHIN = timedelta(days=30)


class EvaluationNotFound(NotFound):
    """No evaluation interview is known by this id."""


class EvaluationNotYet(Refusal):
    """Evaluation interviews begin with the admission."""


class EvaluationAlreadyHeld(Refusal):
    """The interview was held: what belongs to it does not change any more."""


class EvaluationInTheFuture(BadInput):
    """An interview is recorded once it was held."""


class EvaluationNotPlanned(Refusal):
    """The interview has no supervisor yet."""


class SupervisorOfOneself(Refusal):
    """Nobody evaluates themselves."""


class ReflectionIsWritten(Refusal):
    """The volunteer wrote for this supervisor: another would read what was not meant for them."""


class HeldByItsSupervisor(Refusal):
    """The supervisor records that the interview was held."""


def due_on(admitted_on: date, last_held_on: date | None) -> date:
    """Return when the next interview is due: six months after the admission, then each year."""
    if last_held_on is None:
        return months_later(admitted_on, FIRST_AFTER_MONTHS)
    return months_later(last_held_on, THEN_EVERY_MONTHS)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def standing(due: date, planned_on: date | None, held_on: date | None, today: date) -> Standing:
    """Return how far an interview is on a day; one whose planned day has passed is not planned."""
    if held_on is not None:
        return "held"
    if planned_on is not None and planned_on >= today:
        return "planned"
    if due < today:
        return "overdue"
    return "due" if due - today <= DUE_WITHIN else "later"


def reminded(due: date, planned_on: date | None, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the reminder that is to be given on a day, or None.

    One comes within 30 days before the due day, and one within 30 days after it, unless the
    interview is planned for later.
    """
    far = standing(due, planned_on, None, today)
    if far == "overdue" and today - due <= DUE_WITHIN:
        return due + timedelta(days=1), due + DUE_WITHIN
    if far in ("due", "planned") and timedelta() <= due - today <= DUE_WITHIN:
        return due - DUE_WITHIN, due
    return None


def check_has_interviews(volunteer_id: UUID, state: State) -> None:
    """Refuse an interview with somebody who is not admitted, or has left."""
    if state not in ADMITTED:
        raise EvaluationNotYet(
            f"volunteer {volunteer_id} is {state}: interviews are held from the admission until"
            " the departure"
        )


def check_supervisor(
    volunteer_id: UUID, *, before: UUID | None, wanted: UUID, reflection_written: bool
) -> None:
    """Refuse oneself as a supervisor, and another one than the reflection was written for."""
    if wanted == volunteer_id:
        raise SupervisorOfOneself(
            f"supervisorId is volunteer {volunteer_id}: choose another supervisor"
        )
    if reflection_written and wanted != before:
        raise ReflectionIsWritten(
            f"volunteer {volunteer_id} wrote a reflection for supervisor {before}: keep that"
            " supervisor, or ask the volunteer to take the reflection back first"
        )


def check_open(evaluation_id: UUID, held_on: date | None) -> None:
    """Refuse a change of an interview that was held."""
    if held_on is not None:
        raise EvaluationAlreadyHeld(
            f"evaluation {evaluation_id} was held on {held_on}: nothing of it changes any more"
        )


def check_held_on(held_on: date, today: date) -> None:
    """Refuse a day that is still to come (dates in Amsterdam)."""
    if held_on > today:
        raise EvaluationInTheFuture(
            f"heldOn is {held_on}, but today is {today}: record the interview once it was held"
        )
