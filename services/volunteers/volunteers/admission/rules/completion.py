"""When a volunteer is admitted: the basic training's thirteen modules and the mentor's sign-off."""

from collections.abc import Collection, Iterator
from typing import get_args
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from shared.refusals import NotFound, Refusal

from volunteers.admission.vocabulary import State, Step

MODULES = range(1, 14)
# From the first module on a mentor can know how somebody does; afterwards channels are added.
SIGNED_OFF_IN: tuple[State, ...] = ("in_training", "in_practice", "active", "paused")


class VolunteerNotFound(NotFound):
    """Nobody applied by this id."""


class UnknownVolunteer(Refusal):
    """A volunteer whom the request names never applied."""


class NotSelected(Refusal):
    """Modules and practice are for those who were accepted in a selection interview."""


class NoLongerThere(Refusal):
    """Who left, or is suspended, is not trained or signed off."""


class SignOffByOneself(Refusal):
    """Nobody signs off their own practice."""


class SignerIsNoMentor(Refusal):
    """A fellow volunteer signs off as a mentor only."""


class NotAMentor(Refusal):
    """Beside a volunteer is a mentor who is active, and somebody else."""


class NotInTraining(Refusal):
    """Practice is signed off once the basic training has begun."""


class AlreadySignedOff(Refusal):
    """The mentor signs off once for each channel."""


def check_signer(volunteer_id: UUID, mentor_id: UUID, mentor_role: Role | None) -> None:
    """Refuse a sign-off by oneself, or by a volunteer who is no mentor.

    `mentor_role` is None where `mentor_id` is no volunteer's: a trainer-supervisor is staff.
    """
    if mentor_id == volunteer_id:
        raise SignOffByOneself(
            f"mentorId is volunteer {volunteer_id}: another mentor or a trainer-supervisor signs"
        )
    if mentor_role not in {None, "mentor"}:
        raise SignerIsNoMentor(
            f"volunteer {mentor_id} is a {mentor_role}: a mentor or a trainer-supervisor signs"
        )


def check_mentor(
    volunteer_id: UUID, mentor_id: UUID, role: Role | None, state: State | None
) -> None:
    """Refuse as a mentor who is none, is not active, or is the volunteer themselves."""
    if mentor_id == volunteer_id or role != "mentor" or state != "active":
        raise NotAMentor(
            f"{mentor_id} is no active mentor beside volunteer {volunteer_id}: choose a volunteer "
            "whose role is mentor and whose state is active"
        )


def check_signed_off_in(volunteer_id: UUID, state: State) -> None:
    """Refuse a sign-off before the first module, and of somebody who is gone or suspended."""
    check_selected(volunteer_id, state)
    if state not in SIGNED_OFF_IN:
        raise NotInTraining(
            f"volunteer {volunteer_id} attended no module yet: sign off once the training began"
        )


def check_selected(volunteer_id: UUID, state: State) -> None:
    """Refuse to train somebody who was not chosen, who left, or who is suspended."""
    if state == "applied":
        raise NotSelected(
            f"volunteer {volunteer_id} was not accepted yet: hold the selection interview first"
        )
    if state in ("left", "suspended"):
        raise NoLongerThere(f"volunteer {volunteer_id} is {state}: leave them out")


def newly_signed_off(
    volunteer_id: UUID, signed_off: Collection[Channel], wanted: Collection[Channel]
) -> list[Channel]:
    """Return all channels that are signed off with those `wanted`, in order.

    Raises `AlreadySignedOff` if that adds none.
    """
    if set(wanted) <= set(signed_off):
        raise AlreadySignedOff(
            f"volunteer {volunteer_id} was signed off for {', '.join(signed_off)}: nothing of "
            "channels is left to sign"
        )
    return [one for one in get_args(Channel) if one in signed_off or one in wanted]


def missing_modules(modules_done: Collection[int]) -> list[int]:
    """Return the modules that are still to be attended, in order."""
    return [module for module in MODULES if module not in modules_done]


def steps_due(
    state: State, modules_done: Collection[int], signed_off: Collection[Channel],
    admitted: Collection[Channel],
) -> Iterator[Step]:  # fmt: skip
    """Yield the steps that follow by themselves from what was attended and signed off."""
    if state == "interviewed" and modules_done:
        yield "attend"
        state = "in_training"
    if state == "in_training" and not missing_modules(modules_done):
        yield "complete_modules"
        state = "in_practice"
    if state == "in_practice" and signed_off:
        yield "admit"
    elif state in ("active", "paused") and set(signed_off) != set(admitted):
        yield "admit_channel"


def role_once_admitted(role: Role) -> Role:
    """Return the role in which somebody is admitted: a trainee becomes a listener."""
    return "listener" if role == "trainee" else role
