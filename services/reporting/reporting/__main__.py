"""`python -m reporting` serves; `migrate` brings the database to head; `rebuild` compares."""

import asyncio
import json
import sys
from dataclasses import asdict

import asyncpg
import nats.errors
from shared.database import Database
from shared.service import main

from reporting.main import create_app
from reporting.settings import Settings
from reporting.streams import StreamUnreadable
from reporting.use_cases.rebuild import RebuildRunning, rebuild

AWAY = (
    nats.errors.Error,
    StreamUnreadable,
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)


async def run_rebuild() -> int:
    """Rebuild, telling how far it is, and return the exit code.

    0: identical, 1: they differ; the last line is then the result as JSON. 2: it could not be
    done, and the last line says why.
    """
    settings = Settings()
    database = Database(settings.database_url)
    try:
        result = await rebuild(database, settings, say)
    except RebuildRunning as refusal:
        say(str(refusal))
        return 2
    except AWAY as away:
        say(f"the bus or the database went away ({type(away).__name__}): run it again")
        return 2
    finally:
        await database.close()
    say(json.dumps(asdict(result)))
    return 0 if result.identical else 1


def say(line: str) -> None:
    """Tell the operator one line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:] == ["rebuild"]:
        sys.exit(asyncio.run(run_rebuild()))
    main("reporting", create_app)
