"""Look for words of help seekers and numbers of callers wherever something is kept: in no place.

In the rows of every table, in the messages of every stream, in the logs (of the telephone exchange
too, and what its telephones were shown), and in the files of the broker and the database where they
are this home's own (what was deleted may still be there).
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sensoor.embedded import postgres_files

from demo.stored_ids import Message, connected

BYTES_AT_ONCE = 8 * 1024 * 1024
PARTS = ("logs", "nats", "postgres")
LIST_TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""


async def find_markers(
    markers: Sequence[str], folder: Path, databases: Mapping[str, str],
    streams: Iterable[Iterable[Message]],
) -> list[str]:  # fmt: skip
    """Return the places that hold a marker: tables, streams' subjects, and files of the home."""
    places = [
        f"{service}'s table {table}"
        for service, url in databases.items()
        for table in await _tables_with(markers, url)
    ]
    places += sorted({f"stream {one.subject}" for one in _messages_with(markers, streams)})
    sought = [marker.encode() for marker in markers]
    return places + await asyncio.to_thread(_files_with, sought, folder)


async def _tables_with(markers: Sequence[str], url: str) -> list[str]:
    holds = " OR ".join(f"position(${n} IN kept::text) > 0" for n in range(1, len(markers) + 1))
    async with connected(url) as database:
        tables = [row[0] for row in await database.fetch(LIST_TABLES)]
        return [
            table
            for table in tables
            if await database.fetchval(
                f"SELECT EXISTS (SELECT FROM {table} AS kept WHERE {holds})",  # noqa: S608
                *markers,
            )
        ]


def _messages_with(
    markers: Sequence[str], streams: Iterable[Iterable[Message]]
) -> Iterator[Message]:
    """Yield the messages that hold a marker in their data or their headers."""
    for messages in streams:
        for message in messages:
            if any(one.encode() in message.data or one in str(message.headers) for one in markers):
                yield message


def _files_with(markers: Sequence[bytes], folder: Path) -> list[str]:
    """Return the files that hold a marker, as `file <part>/<path>`."""
    found = []
    for part in PARTS:
        # The database's files may lie outside of the home, which says where.
        base = postgres_files.outside_of(folder / part) or folder / part
        for file in sorted(base.rglob("*")):
            # A file may go while others are read: the database removes its own.
            with suppress(FileNotFoundError):
                if file.is_file() and not file.is_symlink() and _holds(markers, file):
                    found.append(f"file {part}/{file.relative_to(base)}")
    return found


def _holds(markers: Sequence[bytes], file: Path) -> bool:
    """Return whether a file holds a marker, read in parts that overlap by the length of one."""
    overlap = max(map(len, markers))
    with file.open("rb") as opened:
        before = b""
        while part := opened.read(BYTES_AT_ONCE):
            if any(marker in before + part for marker in markers):
                return True
            before = part[-overlap:]
    return False
