"""The keys of people: each person's own, sealed with that of the setting PERSONAL_DATA_KEY.

Who was erased has no key any more (docs/decisions/0022).
"""

import base64
import hashlib
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from pydantic import SecretStr
from shared.database import Connection

from volunteers.sealing import PersonalDataLocked, SealBroken, new_key, seal, unseal
from volunteers.settings import Settings

MARK_DIGITS = 8
SELECT_KEY = "SELECT wrapped, wrapped_with FROM person_key WHERE person_id = $1"
# Another process may have made it; the one that is there is the person's.
INSERT_KEY = """
INSERT INTO person_key (person_id, wrapped, wrapped_with) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The keys of the setting, the present one first, then that of before; none: locked."""

    of_setting: tuple[bytes, ...]

    def present(self) -> bytes:
        """Return the key that seals from now on; raises `PersonalDataLocked`."""
        if not self.of_setting:
            raise PersonalDataLocked(
                "names and what is private cannot be opened now: the service was started without"
                " PERSONAL_DATA_KEY"
            )
        return self.of_setting[0]

    def marked(self, mark: str) -> bytes:
        """Return the key with this mark; raises `SealBroken` if it is not among the setting's."""
        self.present()
        found = next((key for key in self.of_setting if mark_of(key) == mark), None)
        if found is None:
            raise SealBroken
        return found


def keys_from(settings: Settings) -> Keys:
    """Return the keys that the settings give."""
    given = (settings.personal_data_key, settings.personal_data_key_before)
    return Keys(tuple(_decoded(secret) for secret in given if secret))


def keys_of(request: Request) -> Keys:
    """Return the keys of the service."""
    found: Keys = request.app.state.keys
    return found


def mark_of(key: bytes) -> str:
    """Return the first digits of a key's SHA-256, by which it is known."""
    return hashlib.sha256(key).hexdigest()[:MARK_DIGITS]


async def own_key(connection: Connection, keys: Keys, person_id: UUID) -> bytes:
    """Return a person's key; it is made with the first thing that is sealed.

    Raises `PersonalDataLocked`.
    """
    known = await existing_key(connection, keys, person_id)
    if known is not None:
        return known
    wrapped = seal(keys.present(), new_key(), _purpose(person_id))
    await connection.execute(INSERT_KEY, person_id, wrapped, mark_of(keys.present()))
    made = await existing_key(connection, keys, person_id)
    assert made is not None
    return made


async def existing_key(connection: Connection, keys: Keys, person_id: UUID) -> bytes | None:
    """Return a person's key, or None for who was erased or never had one.

    Raises `PersonalDataLocked`, and `SealBroken` for a key of neither setting.
    """
    keys.present()
    row = await connection.fetchrow(SELECT_KEY, person_id)
    if row is None:
        return None
    return unseal(keys.marked(row["wrapped_with"]), row["wrapped"], _purpose(person_id))


def _purpose(person_id: UUID) -> str:
    return f"{person_id}:key"


def _decoded(secret: SecretStr) -> bytes:
    return base64.b64decode(secret.get_secret_value())
