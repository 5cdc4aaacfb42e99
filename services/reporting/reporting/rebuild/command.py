"""`python -m reporting rebuild`: fold the streams again, and compare or swap."""

import argparse
import json
from dataclasses import asdict

import asyncpg
import nats.errors
from shared.database import Database, DatabaseAway
from shared.printing import print_line

from reporting.rebuild.rebuild_projections import (
    RebuildRunning,
    SwapResult,
    rebuild_and_swap,
    rebuild_projections,
)
from reporting.rebuild.streams import StreamUnreadable
from reporting.rebuild.swap_tables import TablesInUse
from reporting.settings import Settings

AWAY = (
    nats.errors.Error,
    StreamUnreadable,
    DatabaseAway,
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)


async def main(arguments: list[str]) -> int:
    """Rebuild and compare, or swap; print the progress, and return the exit code.

    0: identical, or swapped; 1: they differ. The last line is then the result as JSON. 2: it could
    not be done, and the last line says why; the live projections are as they were.
    """
    asked, settings = _parser().parse_args(arguments), Settings()
    database = Database(settings.database_url)
    act = rebuild_and_swap if asked.swap else rebuild_projections
    try:
        result = await act(database, settings, print_line, processes=asked.processes)
    except (RebuildRunning, TablesInUse) as refusal:
        print_line(str(refusal))
        return 2
    except AWAY as away:
        print_line(f"the bus or the database went away ({type(away).__name__}): run it again")
        return 2
    finally:
        await database.close()
    print_line(json.dumps(asdict(result)))
    return 0 if isinstance(result, SwapResult) or result.identical else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reporting rebuild")
    parser.add_argument("--swap", action="store_true", help="replace the live projections")
    parser.add_argument("--processes", type=int, default=1, choices=range(1, 17), metavar="N")
    return parser
