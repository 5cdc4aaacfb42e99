"""Find a mailbox by its pass-phrase, and read what is in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection

from contacts.mailbox.keys import unwrap_by_phrase
from contacts.mailbox.phrase import PhraseKeys
from contacts.mailbox.rules import Author, MailboxGone, PhraseUnknown
from contacts.mailbox.sealing import unseal
from contacts.mailbox.tickets import Opened, opened
from contacts.mailbox.write_letter import purpose

FIND_BOX = "SELECT box_id, by_phrase FROM mailbox_key WHERE lookup = $1"
LIST_LETTERS = """
SELECT letter_id, box_id, attempt_id, author, written_at, sealed
FROM letter JOIN mailbox_key USING (box_id)
WHERE box_id = $1 ORDER BY written_at, letter_id
"""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A letter as whoever may read it sees it."""

    letter_id: UUID
    attempt_id: UUID
    author: Author
    written_at: datetime
    text: str


async def open_mailbox(connection: Connection, derived: PhraseKeys) -> Opened:
    """Return the mailbox that a phrase opens; raises PhraseUnknown."""
    row = await connection.fetchrow(FIND_BOX, derived.lookup)
    if row is None:
        raise PhraseUnknown("no letters are found by these words: look whether each is right")
    return opened(row["box_id"], unwrap_by_phrase(derived.key, row["box_id"], row["by_phrase"]))


async def read_letters(connection: Connection, box_id: UUID, box_key: bytes) -> list[ReadLetter]:
    """Return the letters of a mailbox, the first one first; raises MailboxGone."""
    rows = await connection.fetch(LIST_LETTERS, box_id)
    if not rows:
        raise MailboxGone("these letters were deleted: begin anew with a first letter")
    return list(_opened(rows, box_key))


def _opened(rows: Iterable[Mapping[str, Any]], box_key: bytes) -> Iterable[ReadLetter]:
    for row in rows:
        text = unseal(box_key, row["sealed"], purpose(row["box_id"], row["letter_id"])).decode()
        kept = {name: row[name] for name in ("letter_id", "attempt_id", "author", "written_at")}
        yield ReadLetter(text=text, **kept)
