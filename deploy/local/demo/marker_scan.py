"""Look for the words of the chats wherever something is kept: they must be nowhere.

In the rows of every table, in the messages of every stream, in the logs, and in the files of the
broker and the database where they are this home's own (what was deleted may still be there).
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
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


async def find_words(
    marker: str, folder: Path, databases: Mapping[str, str], streams: Iterable[Iterable[Message]]
) -> list[str]:
    """Return the places that hold the marker: tables, streams' subjects, and files of the home."""
    places = [
        f"{service}'s table {table}"
        for service, url in databases.items()
        for table in await _tables_with(marker, url)
    ]
    places += sorted({f"stream {one.subject}" for one in _messages_with(marker, streams)})
    return places + await asyncio.to_thread(_files_with, marker.encode(), folder)


async def _tables_with(marker: str, url: str) -> list[str]:
    async with connected(url) as database:
        tables = [row[0] for row in await database.fetch(LIST_TABLES)]
        return [
            table
            for table in tables
            if await database.fetchval(
                f"SELECT EXISTS (SELECT FROM {table} AS kept"  # noqa: S608
                " WHERE position($1 IN kept::text) > 0)",
                marker,
            )
        ]


def _messages_with(marker: str, streams: Iterable[Iterable[Message]]) -> Iterator[Message]:
    """Yield the messages that hold the marker in their data or their headers."""
    for messages in streams:
        for message in messages:
            if marker.encode() in message.data or marker in str(message.headers):
                yield message


def _files_with(marker: bytes, folder: Path) -> list[str]:
    """Return the files that hold the marker, as `file <part>/<path>`."""
    found = []
    for part in PARTS:
        # The database's files may lie outside of the home, which says where.
        base = postgres_files.outside_of(folder / part) or folder / part
        for file in sorted(base.rglob("*")):
            # A file may go while others are read: the database removes its own.
            with suppress(FileNotFoundError):
                if file.is_file() and not file.is_symlink() and _holds(marker, file):
                    found.append(f"file {part}/{file.relative_to(base)}")
    return found


def _holds(marker: bytes, file: Path) -> bool:
    """Return whether a file holds the marker, read in parts that overlap by its length."""
    with file.open("rb") as opened:
        before = b""
        while part := opened.read(BYTES_AT_ONCE):
            if marker in before + part:
                return True
            before = part[-len(marker) :]
    return False
