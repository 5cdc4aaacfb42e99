"""When a volunteer is admitted: the basic training's thirteen modules, and the mentor's word."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from shared.events.vocabulary import Role
from shared.refusals import BadInput, Refusal

MODULES = range(1, 14)


class TrainingInTheFuture(BadInput):
    """An attendance list is handed in once the module was held."""


class SignOffByOneself(Refusal):
    """Nobody signs off their own practice."""


class SignerIsNoMentor(Refusal):
    """A fellow volunteer signs off as a mentor only."""


class AlreadySignedOff(Refusal):
    """The mentor signs off once."""


def check_held_on(held_on: date, today: date) -> None:
    """Refuse an attendance list of a day that is still to come (dates in Amsterdam)."""
    if held_on > today:
        raise TrainingInTheFuture(
            f"heldOn is {held_on}, but today is {today}: hand in the list once it was held"
        )


def check_sign_off(
    volunteer_id: UUID, signed_off_by: UUID | None, mentor_id: UUID, mentor_role: Role | None
) -> None:
    """Refuse a sign-off by oneself, by a volunteer who is no mentor, or for the second time.

    `mentor_role` is None where `mentor_id` is no volunteer's: a trainer-supervisor is staff.
    """
    if mentor_id == volunteer_id:
        raise SignOffByOneself(
            f"mentorId is volunteer {volunteer_id}: another mentor or a trainer-supervisor signs"
        )
    if signed_off_by is not None:
        raise AlreadySignedOff(
            f"volunteer {volunteer_id} was signed off by {signed_off_by}: nothing is left to sign"
        )
    if mentor_role not in {None, "mentor"}:
        raise SignerIsNoMentor(
            f"volunteer {mentor_id} is a {mentor_role}: a mentor or a trainer-supervisor signs"
        )


def with_module(modules_done: Collection[int], module: int) -> list[int]:
    """Return the modules done, in order, once `module` is attended; a second time counts once."""
    return sorted({*modules_done, module})


def missing_modules(modules_done: Collection[int]) -> list[int]:
    """Return the modules that are still to be attended, in order."""
    return [module for module in MODULES if module not in modules_done]


def is_complete(modules_done: Collection[int], signed_off_by: UUID | None) -> bool:
    """Tell whether nothing stands between the volunteer and the work."""
    return signed_off_by is not None and not missing_modules(modules_done)


def role_once_admitted(role: Role) -> Role:
    """Return the role in which somebody is admitted: a trainee becomes a listener."""
    return "listener" if role == "trainee" else role
