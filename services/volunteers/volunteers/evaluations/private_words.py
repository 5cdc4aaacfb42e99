"""What is written in an interview, sealed with the volunteer's key."""

from typing import Literal

from shared.database import Connection

from volunteers.evaluations.tables import Evaluation
from volunteers.people.keys import Keys, data_key, data_keys, purpose
from volunteers.sealing import seal, unseal

Field = Literal["reflection", "agreed"]


async def sealed_words(
    connection: Connection, keys: Keys, evaluation: Evaluation, field: Field, words: str
) -> bytes | None:
    """Return the words sealed, None for none; raises `PersonalDataLocked`, `PersonErased`."""
    if not words.strip():
        return None
    key = await data_key(connection, evaluation.volunteer_id, keys)
    return seal(key, words.encode(), purpose(evaluation.volunteer_id, field))


async def opened_words(
    connection: Connection, keys: Keys, evaluation: Evaluation, field: Field
) -> str | None:
    """Return the words of a field, None for none and for somebody who was erased.

    Raises `PersonalDataLocked` and `SealBroken`.
    """
    blob = evaluation.reflection if field == "reflection" else evaluation.agreed
    if blob is None:
        return None
    opened = await data_keys(connection, [evaluation.volunteer_id], keys)
    key = opened.get(evaluation.volunteer_id)
    return unseal(key, blob, purpose(evaluation.volunteer_id, field)).decode() if key else None
