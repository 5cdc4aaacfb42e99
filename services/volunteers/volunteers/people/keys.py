"""The key of the setting, and the data keys of people that are sealed with it.

Without a data key nothing of a person can be read, and for who was erased none is made again.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr
from shared.database import Connection
from shared.refusals import Refusal

from volunteers.sealing import PersonalDataLocked, new_key, seal, unseal
from volunteers.settings import KeySettings

SELECT_KEYS = "SELECT person_id, wrapped, wrapped_with FROM person_key WHERE person_id = ANY($1)"
LOCK_PERSON = "SELECT pg_advisory_xact_lock(hashtextextended('person ' || $1::text, 0))"
INSERT_KEY = """
INSERT INTO person_key (person_id, wrapped, wrapped_with)
SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM erasure WHERE person_id = $1)
ON CONFLICT DO NOTHING
"""
FIELD = "key"


class PersonErased(Refusal):
    """Somebody's personal data was erased, and none is taken again under this id."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of the setting, by which data keys are sealed, and those that may still open them."""

    current: bytes | None = None
    before: bytes | None = None

    def sealing(self) -> bytes:
        """Return the key that seals; raises `PersonalDataLocked`."""
        if self.current is None:
            raise PersonalDataLocked(
                "this needs names, and the service has no key to open them: set PERSONAL_DATA_KEY"
            )
        return self.current

    def opening(self, wrapped_with: str) -> bytes:
        """Return the key with this fingerprint; raises `PersonalDataLocked`."""
        self.sealing()
        for key in (self.current, self.before):
            if key is not None and fingerprint(key) == wrapped_with:
                return key
        raise PersonalDataLocked(
            f"names are sealed with the key {wrapped_with}: give it as PERSONAL_DATA_KEY_BEFORE, "
            "and run `python -m volunteers rewrap`"
        )


def keys_of(settings: KeySettings) -> Keys:
    """Return the keys of the settings."""
    return Keys(_decoded(settings.personal_data_key), _decoded(settings.personal_data_key_before))


def fingerprint(key: bytes) -> str:
    """Return by which name a key is known: the first eight digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:8]


def _decoded(secret: SecretStr | None) -> bytes | None:
    return base64.b64decode(secret.get_secret_value()) if secret else None


def wrap(keys: Keys, person_id: UUID, data_key: bytes) -> tuple[UUID, bytes, str]:
    """Return the row of a data key: the person, the sealed key, and with which key it is sealed."""
    key = keys.sealing()
    return person_id, seal(key, data_key, purpose(person_id, FIELD)), fingerprint(key)


def unwrap(keys: Keys, row: Mapping[str, object]) -> bytes:
    """Return the data key of a row; raises `PersonalDataLocked`, `SealBroken`."""
    person_id, wrapped = row["person_id"], row["wrapped"]
    assert isinstance(person_id, UUID)
    assert isinstance(wrapped, bytes)
    key = keys.opening(str(row["wrapped_with"]))
    return unseal(key, wrapped, purpose(person_id, FIELD))


def purpose(person_id: UUID, field: str) -> str:
    """Return for what something is sealed: a field of a person."""
    return f"{person_id}:{field}"


async def data_keys(connection: Connection, ids: Iterable[UUID], keys: Keys) -> dict[UUID, bytes]:
    """Return the data keys of those people who have one; raises `PersonalDataLocked`."""
    keys.sealing()
    rows = await connection.fetch(SELECT_KEYS, list(ids))
    return {row["person_id"]: unwrap(keys, row) for row in rows}


async def lock_person(connection: Connection, person_id: UUID) -> None:
    """Let one transaction at a time seal for a person, or erase them."""
    await connection.execute(LOCK_PERSON, str(person_id))


async def data_key(connection: Connection, person_id: UUID, keys: Keys) -> bytes:
    """Return a person's data key, made in this commit if there is none; locks the person.

    Raises `PersonalDataLocked`, `PersonErased`.
    """
    await lock_person(connection, person_id)
    await connection.execute(INSERT_KEY, *wrap(keys, person_id, new_key()))
    found = await data_keys(connection, [person_id], keys)
    if person_id not in found:
        raise PersonErased(f"what was known of person {person_id} was erased: use a new id")
    return found[person_id]
