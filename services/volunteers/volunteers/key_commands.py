"""`python -m volunteers rewrap | dump-keys | load-keys`: the keys of personal data, for operators.

`dump-keys` writes to standard output and `load-keys` reads from standard input.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from shared.database import Database
from shared.settings import read_or_told

from volunteers.people.dump_keys import dump_keys, load_keys
from volunteers.people.keys import keys_of
from volunteers.people.rewrap_keys import rewrap_keys
from volunteers.personal_data.erase_person import erase_rows
from volunteers.settings import KeySettings


async def _rewrap(database: Database, settings: KeySettings) -> None:
    """Seal all data keys with PERSONAL_DATA_KEY that PERSONAL_DATA_KEY_BEFORE had sealed."""
    keys, done, changed = keys_of(settings), 0, 1
    while changed:
        async with database.commit() as connection:
            changed = await rewrap_keys(connection, keys)
        done += changed
    sys.stderr.write(f"{done} keys are sealed with the new key\n")


async def _dump(database: Database, _settings: KeySettings) -> None:
    async with database.commit() as connection:
        lines = await dump_keys(connection)
    sys.stdout.writelines(f"{line}\n" for line in lines)


async def _load(database: Database, _settings: KeySettings) -> None:
    """Replace all keys by those of a dump, and erase again who was erased since."""
    async with database.commit() as connection:
        erased = await load_keys(connection, sys.stdin)
        for person_id in erased:
            await erase_rows(connection, person_id, datetime.now(UTC))
    sys.stderr.write(f"the keys are loaded; {len(erased)} people were erased again\n")


COMMANDS: Mapping[str, Callable[[Database, KeySettings], Awaitable[None]]] = {
    "rewrap": _rewrap,
    "dump-keys": _dump,
    "load-keys": _load,
}


def run(name: str) -> None:
    """Run one of these commands to its end."""

    async def act() -> None:
        with read_or_told():
            settings = KeySettings()
        database = Database(settings.database_url)
        try:
            await COMMANDS[name](database, settings)
        finally:
            await database.close()

    asyncio.run(act())
