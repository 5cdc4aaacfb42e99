"""Of which tables a person's data is told, what is erased, and when."""

from collections.abc import Mapping
from uuid import UUID

from shared.refusals import NotFound, Refusal

from volunteers.admission.vocabulary import State

# Table -> the column that names the person, in the order of the answer. What stands in another
# person's row (a mentor, a signer, a supervisor) is that person's.
TOLD: Mapping[str, str] = {
    "volunteer": "volunteer_id",
    "volunteer_step": "volunteer_id",
    "selection_interview": "volunteer_id",
    "evaluation": "volunteer_id",
    "half_day": "volunteer_id",
    "supervisor": "supervisor_id",
    "availability": "volunteer_id",
    "absence": "volunteer_id",
    "place": "volunteer_id",
    "waiting_place": "volunteer_id",
    "standby": "volunteer_id",
    "fixed_shift": "volunteer_id",
    "swap_leg": "volunteer_id",
    "offer": "volunteer_id",
    "proposed_place": "volunteer_id",
    "presence": "volunteer_id",
    "after_care": "volunteer_id",
    "notice": "person_id",
    "push_subscription": "person_id",
    "calendar_feed": "volunteer_id",
    "mandate": "volunteer_id",
}
# Opened for the person alone; nobody else is told them, and a secret is told to nobody.
SEALED: frozenset[str] = frozenset({"reflection", "agreed"})
SECRET: frozenset[str] = frozenset({"sealed", "secret_hash"})
# Deleted by an erasure; the key and the row of the person are deleted with them.
ERASED: Mapping[str, str] = {
    "selection_interview": "volunteer_id",
    "availability": "volunteer_id",
    "absence": "volunteer_id",
    "waiting_place": "volunteer_id",
    "standby": "volunteer_id",
    "notice": "person_id",
    "push_subscription": "person_id",
    "calendar_feed": "volunteer_id",
    "person": "person_id",
    "person_key": "person_id",
}


class PersonNotFound(NotFound):
    """Nobody is known by this id, or nothing was told of how to reach them."""


class StillThere(Refusal):
    """Who is still on the way, or works here, must be reachable."""


def check_erasable(volunteer_id: UUID, state: State) -> None:
    """Refuse to erase who has not left."""
    if state != "left":
        raise StillThere(
            f"volunteer {volunteer_id} is {state}: what is needed to reach them is erased once "
            "they have left"
        )
