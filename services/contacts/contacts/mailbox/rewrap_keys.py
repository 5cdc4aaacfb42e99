"""Replace the key of the listeners' side: seal every mailbox's key anew."""

from shared.database import Connection

from contacts.mailbox.keys import LetterKeys, unwrap_for_listeners, wrap_for_listeners

LIST_OTHERS = """
SELECT box_id, for_listeners, wrapped_with FROM mailbox_key WHERE wrapped_with <> $1
ORDER BY box_id LIMIT 500 FOR UPDATE
"""
UPDATE_KEY = """
UPDATE mailbox_key SET for_listeners = $2, wrapped_with = $3 WHERE box_id = $1
"""


async def rewrap_keys(connection: Connection, keys: LetterKeys) -> int:
    """Seal up to 500 keys for the first of LETTER_KEYS; return how many: 0 if none is left.

    Raises `LettersClosed` where none of LETTER_KEYS opens one.
    """
    rows = await connection.fetch(LIST_OTHERS, keys.current)
    anew = []
    for row in rows:
        box_key = unwrap_for_listeners(keys, row)
        anew.append((row["box_id"], *wrap_for_listeners(keys, row["box_id"], box_key)))
    await connection.executemany(UPDATE_KEY, anew)
    return len(anew)
