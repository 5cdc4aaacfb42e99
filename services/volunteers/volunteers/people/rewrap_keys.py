"""Replace the key of the setting: seal every data key anew."""

from shared.database import Connection

from volunteers.people.keys import Keys, fingerprint, unwrap, wrap

SELECT_OTHERS = """
SELECT person_id, wrapped, wrapped_with FROM person_key WHERE wrapped_with <> $1
ORDER BY person_id LIMIT 500 FOR UPDATE
"""
UPDATE_KEY = "UPDATE person_key SET wrapped = $2, wrapped_with = $3 WHERE person_id = $1"


async def rewrap_keys(connection: Connection, keys: Keys) -> int:
    """Seal up to 500 data keys with the key of the setting; return how many: 0 if none is left.

    Raises `PersonalDataLocked` where neither key opens one.
    """
    rows = await connection.fetch(SELECT_OTHERS, fingerprint(keys.sealing()))
    anew = [wrap(keys, row["person_id"], unwrap(keys, row)) for row in rows]
    await connection.executemany(UPDATE_KEY, anew)
    return len(anew)
