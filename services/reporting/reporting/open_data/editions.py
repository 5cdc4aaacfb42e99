"""The files of the open data, made once after each published report and kept in memory."""

import asyncio
import gzip
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from shared.database import Database
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.periods import Kind, Period, period_of
from reporting.books.queries import series
from reporting.books.views import Report
from reporting.counting.rules.month_table import COUNTRY
from reporting.open_data.queries import PLACES, PublicState, public_state
from reporting.open_data.resources import NATIONAL, REGIONS, Resource
from reporting.open_data.write_csv import head_of, lines_of

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


class Packing:
    """A file that is being made: series are added to it, in their order."""

    def __init__(self, resource: Resource) -> None:
        self.covers: tuple[Period, Period] | None = None
        self._resource, self._size = resource, 0
        self._hash, self._packed = hashlib.sha256(), io.BytesIO()
        # No time and no name in its head: the same reports give the same bytes.
        self._packer = gzip.GzipFile("", "wb", PACKED_WELL, self._packed, mtime=0)
        self._write(head_of(resource))

    def add(self, reports: Sequence[Report]) -> None:
        """Write the rows of a series."""
        self._write(lines_of(reports))
        months = [period_of(report.period) for report in reports if report.month]
        if months:
            self.covers = (months[0], months[-1])

    def file(self) -> File:
        """Return the file: nothing can be added any more."""
        self._packer.close()
        return File(self._resource, self._packed.getvalue(), self._size, self._hash.hexdigest())

    def _write(self, text: bytes) -> None:
        self._size += len(text)
        self._hash.update(text)
        self._packer.write(text)


class Editions:
    """The newest edition; whoever asks first after a report was published waits for the next."""

    def __init__(self) -> None:
        self._newest: Edition | None = None
        self._making = asyncio.Lock()

    async def keep_ready(self, database: Database, _now: datetime) -> None:
        """Make the edition of what was published since: after decades that takes seconds."""
        await self.newest(database)

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
    """Read one series after the other: all reports of decades at once would fill the memory."""
    national, regions = Packing(NATIONAL), Packing(REGIONS)
    for kind in KINDS:
        for place in PLACES:
            reports = await series(session, kind, date.min, date.max, place)
            packing = national if place == COUNTRY else regions
            await asyncio.to_thread(packing.add, reports)
    return Edition(state, (national.file(), regions.file()), national.covers)
