"""`python -m contacts rewrap-letters`: the keys of letters, for operators."""

import asyncio
import sys

from shared.database import Database
from shared.settings import read_or_told

from contacts.mailbox.keys import keys_of
from contacts.mailbox.rewrap_keys import rewrap_keys
from contacts.settings import KeySettings

REWRAP = "rewrap-letters"


async def rewrap_letters(database: Database, settings: KeySettings) -> int:
    """Seal for the first of LETTER_KEYS what was sealed for another of them; return how many."""
    keys, done, changed = keys_of(settings), 0, 1
    while changed:
        async with database.commit() as connection:
            changed = await rewrap_keys(connection, keys)
        done += changed
    return done


def run() -> None:
    """Run the command to its end."""

    async def act() -> None:
        with read_or_told():
            settings = KeySettings()
        database = Database(settings.database_url)
        try:
            done = await rewrap_letters(database, settings)
        finally:
            await database.close()
        sys.stderr.write(f"{done} keys are sealed for the new key\n")

    asyncio.run(act())
