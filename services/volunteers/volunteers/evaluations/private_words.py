"""What is written in an interview, sealed with the volunteer's key.

A blob opens for its own interview and field only.
"""

from typing import Literal

from shared.database import Connection

from volunteers.evaluations.tables import Evaluation
from volunteers.people.keys import Keys, existing_key, own_key
from volunteers.sealing import seal, unseal

Field = Literal["reflection", "agreed"]


async def sealed_words(
    connection: Connection, keys: Keys, evaluation: Evaluation, field: Field, words: str
) -> bytes | None:
    """Return the words sealed, None for none; raises `PersonalDataLocked`."""
    if not words.strip():
        return None
    key = await own_key(connection, keys, evaluation.volunteer_id)
    return seal(key, words.encode(), _purpose(evaluation, field))


async def opened_words(
    connection: Connection, keys: Keys, evaluation: Evaluation, field: Field
) -> str | None:
    """Return the words of a field, None for none and for somebody who was erased.

    Raises `PersonalDataLocked` and `SealBroken`.
    """
    blob = evaluation.reflection if field == "reflection" else evaluation.agreed
    if blob is None:
        return None
    key = await existing_key(connection, keys, evaluation.volunteer_id)
    return unseal(key, blob, _purpose(evaluation, field)).decode() if key else None


def _purpose(evaluation: Evaluation, field: Field) -> str:
    return f"{evaluation.volunteer_id}:{field}:{evaluation.evaluation_id}"
