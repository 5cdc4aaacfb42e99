"""`python -m reporting close PERIOD [--through]`, `correct MONTH` and `closed`."""

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime

from shared.database import Database
from shared.printing import print_line
from shared.refusals import Refusal

from reporting.books.correct_period import correct_period
from reporting.books.list_closings import ClosedPeriod, closed_periods
from reporting.books.periods import period_of
from reporting.closing_by_hand.caught_up import ProjectionsBehind, caught_up
from reporting.closing_by_hand.close_by_hand import close_by_hand
from reporting.rebuild.command import AWAY
from reporting.settings import Settings

DONE, REFUSED, IMPOSSIBLE = 0, 1, 2


async def close(arguments: list[str]) -> int:
    """Close a period once all is projected; print each closing as JSON, and return the exit code.

    0: closed. 1: refused, and the last line says why; what was printed before is published. 2: it
    could not be done, and the last line says why.
    """
    parser = argparse.ArgumentParser("close")
    parser.add_argument("period", help="2016-03, 2016-Q1 or 2016")
    parser.add_argument("--through", action="store_true", help="close all before it too")
    asked = parser.parse_args(arguments)

    async def work(database: Database, settings: Settings) -> None:
        last = period_of(asked.period)
        await caught_up(settings)
        now = datetime.now(UTC)
        async for one in close_by_hand(database, last, now, before_too=asked.through):
            _print(one)

    return await _ended(work)


async def correct(arguments: list[str]) -> int:
    """Correct a closed month once all is projected; return the exit code, as `close` does."""
    parser = argparse.ArgumentParser("correct")
    parser.add_argument("month", help="2016-03")
    asked = parser.parse_args(arguments)

    async def work(database: Database, settings: Settings) -> None:
        period = period_of(asked.month)
        await caught_up(settings)
        made = await correct_period(database, period, datetime.now(UTC))
        print_line(json.dumps({"period": str(period), "reports": len(made)}))

    return await _ended(work)


async def closed(_arguments: list[str]) -> int:
    """Print each period that is closed as JSON, and return the exit code."""

    async def work(database: Database, _settings: Settings) -> None:
        for one in await closed_periods(database):
            _print(one)

    return await _ended(work)


async def _ended(work: Callable[[Database, Settings], Awaitable[None]]) -> int:
    settings = Settings()
    database = Database(settings.database_url)
    try:
        await work(database, settings)
    except Refusal as refusal:
        print_line(refusal.detail)
        return REFUSED
    except ProjectionsBehind as behind:
        print_line(str(behind))
        return IMPOSSIBLE
    except AWAY as away:
        print_line(f"the bus or the database went away ({type(away).__name__}): run it again")
        return IMPOSSIBLE
    finally:
        await database.close()
    return DONE


def _print(one: ClosedPeriod) -> None:
    print_line(json.dumps(asdict(one), default=str))
