"""`python -m reporting` serves, `migrate` migrates, `rebuild` rebuilds and compares or swaps."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

import asyncpg
import nats.errors
from shared.database import Database, DatabaseAway

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


async def run_rebuild(*, swap: bool = False, processes: int = 1) -> int:
    """Rebuild and compare, or swap; print the progress, and return the exit code.

    0: identical, or swapped; 1: they differ. The last line is then the result as JSON. 2: it could
    not be done, and the last line says why; the live projections are as they were.
    """
    settings = Settings()
    database = Database(settings.database_url)
    act = rebuild_and_swap if swap else rebuild_projections
    try:
        result = await act(database, settings, print_line, processes=processes)
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


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return what `rebuild` is asked for: to swap or not, and the number of processes."""
    parser = argparse.ArgumentParser(prog="python -m reporting rebuild")
    parser.add_argument("--swap", action="store_true", help="replace the live projections")
    parser.add_argument("--processes", type=int, default=1, choices=range(1, 17), metavar="N")
    return parser.parse_args(arguments)


def print_line(line: str) -> None:
    """Print one line and flush it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["rebuild"]:
        sys.exit(asyncio.run(run_rebuild(**vars(read_arguments(sys.argv[2:])))))
    # The pages and their plots: neither a rebuild nor its processes load them.
    from shared.service import main

    from reporting.main import create_app

    main("reporting", create_app)
