"""Make the files of documents once, and return what is kept.

Whoever comes first keeps the file; who made it at the same time returns what was kept. The work is
done in threads, with no connection held: typst is native code, and UBL is checked by a process of
its own (`validation.py`), so that both use a core each.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.database import Database
from shared.refusals import NotFound, Refusal
from sqlmodel import col, select

from billing.files.formats import FORMATS, Format, render
from billing.tables import Document, DocumentFile

AT_ONCE = 2  # one sets type while the other's UBL is checked
KEEP = """
INSERT INTO document_file (number, format, sha256, content, made_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""


class NoSuchDocument(NotFound):
    """No invoice or credit note has this number."""


@dataclass(frozen=True)
class Made:
    """The files of a document that are kept now, and why others cannot be made."""

    files: dict[Format, DocumentFile]
    refused: dict[Format, Refusal]


async def make_file(database: Database, number: str, file_format: Format) -> DocumentFile:
    """Return a document's file; it is made if none is kept.

    Raises `NoSuchDocument`, `DocumentIncomplete`, `DocumentBreaksRules` and `CheckFailed`.
    """
    made = await make_files(database, number, [file_format])
    if file_format in made.refused:
        raise made.refused[file_format]
    return made.files[file_format]


async def make_files(database: Database, number: str, formats: Iterable[Format] = FORMATS) -> Made:
    """Make and keep those of a document's files that are not kept yet.

    Raises `NoSuchDocument` and `CheckFailed`; what the rules refuse is returned.
    """
    wanted = list(formats)
    kept = await _kept(database, number, wanted)
    missing = [one for one in wanted if one not in kept]
    if not missing:
        return Made(kept, {})
    document = await _document(database, number)
    contents, refused = await asyncio.to_thread(_render_all, document, missing)
    async with database.commit() as connection:
        await connection.executemany(
            KEEP,
            [
                (number, name, hashlib.sha256(content).hexdigest(), content, datetime.now(UTC))
                for name, content in contents.items()
            ],
        )
    return Made(await _kept(database, number, wanted), refused)


async def make_files_of(database: Database, numbers: Iterable[str]) -> dict[str, Made]:
    """Make the files of many documents, two documents at once.

    Raises an `ExceptionGroup` of what failed, after all were tried; refusals are returned.
    """
    turn = asyncio.Semaphore(AT_ONCE)
    wanted = list(numbers)

    async def make(number: str) -> Made:
        async with turn:
            return await make_files(database, number)

    found = await asyncio.gather(*map(make, wanted), return_exceptions=True)
    failures = [one for one in found if isinstance(one, Exception)]
    if failures:
        raise ExceptionGroup("files of documents could not be made", failures)
    return {number: one for number, one in zip(wanted, found, strict=True) if isinstance(one, Made)}


def _render_all(
    document: Document, formats: Iterable[Format]
) -> tuple[dict[Format, bytes], dict[Format, Refusal]]:
    contents: dict[Format, bytes] = {}
    refused: dict[Format, Refusal] = {}
    for name in formats:
        try:
            contents[name] = render(document, name)
        except Refusal as refusal:
            refused[name] = refusal
    return contents, refused


async def _kept(
    database: Database, number: str, formats: Iterable[Format]
) -> dict[Format, DocumentFile]:
    query = select(DocumentFile).where(
        col(DocumentFile.number) == number, col(DocumentFile.format).in_(formats)
    )
    async with database.read() as session:
        rows = (await session.exec(query)).all()
    return {name: row for row in rows for name in FORMATS if name == row.format}


async def _document(database: Database, number: str) -> Document:
    async with database.read() as session:
        query = select(Document).where(col(Document.number) == number)
        found = (await session.exec(query)).one_or_none()
    if found is None:
        raise NoSuchDocument(f"There is no document {number}.")
    return found
