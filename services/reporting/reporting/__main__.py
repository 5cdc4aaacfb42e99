"""`python -m reporting` serves, `migrate` migrates, `rebuild` rebuilds and compares.

`forecast [DAY]` forecasts four weeks (forecasts/forecast_command.py).
"""

import asyncio
import json
import sys
from dataclasses import asdict

import asyncpg
import nats.errors
from shared.database import Database
from shared.service import main

from reporting.forecasts import forecast_command
from reporting.main import create_app
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


async def run_rebuild() -> int:
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


def print_line(line: str) -> None:
    """Print one line and flush it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:] == ["rebuild"]:
        sys.exit(asyncio.run(run_rebuild()))
    if sys.argv[1:2] == ["forecast"]:
        sys.exit(forecast_command.run(sys.argv[2:]))
    main("reporting", create_app)
