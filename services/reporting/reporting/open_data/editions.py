"""The files of the open data, made once after each published report and kept in memory."""

import asyncio
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from shared.database import Database
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.periods import Kind, Period, period_of
from reporting.books.queries import series
from reporting.books.views import Report
from reporting.counting.rules.month_table import COUNTRY
from reporting.open_data.queries import REGION_NAMES, PublicState, public_state
from reporting.open_data.resources import NATIONAL, REGIONS, Resource
from reporting.open_data.write_csv import csv_of

KINDS: tuple[Kind, ...] = get_args(Kind)

PACKED_WELL = 6  # as zlib does by default; 9 takes thrice as long and saves a hundredth


@dataclass(frozen=True)
class File:
    """A file of an edition; kept packed by gzip, because a series of decades is large."""

    resource: Resource
    packed: bytes
    size: int
    sha256: str

    def content(self) -> bytes:
        """Return its bytes."""
        return gzip.decompress(self.packed)


@dataclass(frozen=True)
class Edition:
    """All files as they are after the last published report, and their first and last month."""

    state: PublicState
    files: tuple[File, ...]
    covers: tuple[Period, Period] | None

    def file(self, name: str) -> File:
        """Return a file by the name of its resource."""
        return next(one for one in self.files if one.resource.name == name)


class Editions:
    """The newest edition; whoever asks first after a report was published waits for the next."""

    def __init__(self) -> None:
        self._newest: Edition | None = None
        self._making = asyncio.Lock()

    async def newest(self, database: Database) -> Edition:
        """Return the edition of all that is published now."""
        async with database.read() as session:
            state = await public_state(session)
            if self._newest is None or self._newest.state != state:
                async with self._making:
                    if self._newest is None or self._newest.state != state:
                        self._newest = await _read(session, state)
            return self._newest


async def _read(session: AsyncSession, state: PublicState) -> Edition:
    national = [await _series(session, kind, COUNTRY) for kind in KINDS]
    regions = [await _series(session, kind, name) for kind in KINDS for name in REGION_NAMES]
    return await asyncio.to_thread(make_edition, state, national, regions)


async def _series(session: AsyncSession, kind: Kind, place: str) -> list[Report]:
    return await series(session, kind, date.min, date.max, place)


def make_edition(
    state: PublicState, national: Sequence[Sequence[Report]], regions: Sequence[Sequence[Report]]
) -> Edition:
    """Return the edition of these series; the same reports give the same bytes."""
    months = [
        period_of(report.period) for reports in national for report in reports if report.month
    ]
    covers = (min(months), max(months)) if months else None
    return Edition(state, (_file(NATIONAL, national), _file(REGIONS, regions)), covers)


def _file(resource: Resource, reports: Sequence[Sequence[Report]]) -> File:
    content = csv_of(resource, reports)
    packed = gzip.compress(content, PACKED_WELL, mtime=0)
    return File(resource, packed, len(content), hashlib.sha256(content).hexdigest())
