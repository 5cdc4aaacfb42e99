"""When a module counts as attended."""

from collections.abc import Collection
from datetime import date

from shared.refusals import BadInput, NotFound


class TrainingNotFound(NotFound):
    """No training was held by this id."""


class TrainingInTheFuture(BadInput):
    """An attendance list is handed in once the module was held."""


def check_held_on(held_on: date, today: date) -> None:
    """Refuse an attendance list of a day that is still to come (dates in Amsterdam)."""
    if held_on > today:
        raise TrainingInTheFuture(
            f"heldOn is {held_on}, but today is {today}: hand in the list once it was held"
        )


def with_module(modules_done: Collection[int], module: int) -> list[int]:
    """Return the modules done, in order, once `module` is attended; a second time counts once."""
    return sorted({*modules_done, module})
