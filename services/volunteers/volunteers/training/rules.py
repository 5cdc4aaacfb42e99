"""When a module counts as attended, and who comes into a cohort."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.admission.rules.completion import check_selected
from volunteers.admission.vocabulary import State


class TrainingNotFound(NotFound):
    """No training was held by this id."""


class TrainingInTheFuture(BadInput):
    """An attendance list is handed in once the module was held."""


class CohortNotFound(NotFound):
    """No cohort was opened by this id."""


class CohortEndsBeforeItBegins(BadInput):
    """A cohort lasts a day at least."""


class CohortElsewhere(Refusal):
    """A cohort is of volunteers of its location."""


class CohortFull(Refusal):
    """A cohort has so many places."""


class NothingToLearn(Refusal):
    """A cohort is for who was selected and has not done all modules."""


def check_days(first_day: date, last_day: date) -> None:
    """Refuse a cohort that ends before it begins."""
    if last_day < first_day:
        raise CohortEndsBeforeItBegins(
            f"lastDay {last_day} is before firstDay {first_day}: give a later one"
        )


def check_joins(volunteer_id: UUID, state: State, *, is_here: bool) -> None:
    """Refuse somebody of another location, or who is not to be trained."""
    if not is_here:
        raise CohortElsewhere(
            f"volunteer {volunteer_id} is of another location: choose a cohort of that one"
        )
    check_selected(volunteer_id, state)
    if state not in ("interviewed", "in_training"):
        raise NothingToLearn(f"volunteer {volunteer_id} has done all modules: leave them out")


def check_fits(places: int, taken: int) -> None:
    """Refuse more volunteers than a cohort has places."""
    if taken > places:
        raise CohortFull(
            f"the cohort has {places} places and would have {taken} volunteers: leave out "
            f"{taken - places}, or choose another cohort"
        )


def check_held_on(held_on: date, today: date) -> None:
    """Refuse an attendance list of a day that is still to come (dates in Amsterdam)."""
    if held_on > today:
        raise TrainingInTheFuture(
            f"heldOn is {held_on}, but today is {today}: hand in the list once it was held"
        )


def with_module(modules_done: Collection[int], module: int) -> list[int]:
    """Return the modules done, in order, once `module` is attended; a second time counts once."""
    return sorted({*modules_done, module})
