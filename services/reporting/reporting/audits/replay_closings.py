"""Close periods again from the streams alone, each with what it had seen, in their order."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from shared.database import Database
from shared.settings import Settings

from reporting.books.closings import Closing
from reporting.books.decide_period import decide_period
from reporting.books.make_reports import Made, make_reports
from reporting.books.read_basis import read_basis
from reporting.rebuild.fold_as_seen import folding_as_seen


async def replay_closings(
    database: Database, settings: Settings, closings: Sequence[Closing]
) -> AsyncGenerator[tuple[Closing, list[Made]], None]:
    """Yield each closing with its reports as the streams make them again.

    Of a closing only its period, revision, moment, and what it had seen are taken as they were:
    counts and hidden cells are made again, those of the closings before it too. So `closings` has
    all that bear on each other (`linked`), in their order.
    """
    again: list[Closing] = []
    async with folding_as_seen(database, settings) as fold_to:
        for closing in closings:
            period, revision = closing.period, closing.revision
            earlier = [one for one in again if one.period.year == period.year]
            basis = await read_basis(await fold_to(closing.seen), period, earlier)
            hidden = await decide_period(period, revision, basis.counted, earlier)
            again.append(replace(closing, counts=basis.counts, hidden=hidden))
            yield closing, make_reports(period, revision, closing.closed_at, hidden, basis)
