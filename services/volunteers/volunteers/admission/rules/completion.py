"""When a volunteer is admitted: the basic training's thirteen modules and the mentor's sign-off."""

from collections.abc import Collection
from uuid import UUID

from shared.events.vocabulary import Role
from shared.refusals import NotFound, Refusal

MODULES = range(1, 14)


class VolunteerNotFound(NotFound):
    """Nobody applied by this id."""


class UnknownVolunteer(Refusal):
    """A volunteer whom the request names never applied."""


class SignOffByOneself(Refusal):
    """Nobody signs off their own practice."""


class SignerIsNoMentor(Refusal):
    """A fellow volunteer signs off as a mentor only."""


class AlreadySignedOff(Refusal):
    """The mentor signs off once."""


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


def missing_modules(modules_done: Collection[int]) -> list[int]:
    """Return the modules that are still to be attended, in order."""
    return [module for module in MODULES if module not in modules_done]


def is_complete(modules_done: Collection[int], signed_off_by: UUID | None) -> bool:
    """Tell whether the volunteer has done all that the admission asks."""
    return signed_off_by is not None and not missing_modules(modules_done)


def role_once_admitted(role: Role) -> Role:
    """Return the role in which somebody is admitted: a trainee becomes a listener."""
    return "listener" if role == "trainee" else role
