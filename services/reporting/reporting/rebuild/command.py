"""`python -m reporting rebuild`: fold the streams again, and compare."""

import json
from dataclasses import asdict

import asyncpg
import nats.errors
from shared.database import Database
from shared.printing import print_line

from reporting.rebuild.rebuild_projections import RebuildRunning, rebuild_projections
from reporting.rebuild.streams import StreamUnreadable
from reporting.settings import Settings

AWAY = (
    nats.errors.Error,
    StreamUnreadable,
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)


async def main(_arguments: list[str]) -> int:
    """Rebuild, print the progress, and return the exit code.

    0: identical, 1: they differ; the last line is then the result as JSON. 2: it could not be
    done, and the last line says why.
    """
    settings = Settings()
    database = Database(settings.database_url)
    try:
        result = await rebuild_projections(database, settings, print_line)
    except RebuildRunning as refusal:
        print_line(str(refusal))
        return 2
    except AWAY as away:
        print_line(f"the bus or the database went away ({type(away).__name__}): run it again")
        return 2
    finally:
        await database.close()
    print_line(json.dumps(asdict(result)))
    return 0 if result.identical else 1
