"""A letter with its keys, and the answer that is being written, as a use case needs them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from contacts.mailbox.keys import LetterKeys, unwrap_for_listeners
from contacts.mailbox.rules import NotYourLetter, Review
from contacts.mailbox.sealing import unseal
from contacts.mailbox.tickets import Opened
from contacts.mailbox.write_letter import purpose
from contacts.queue.rules.lifecycle import Attempt
from contacts.queue.stored_queue import load_attempt

FIND_KEY = """
SELECT mailbox_key.* FROM mailbox_key JOIN letter USING (box_id) WHERE attempt_id = $1 LIMIT 1
"""
FIND_ANSWER = """
SELECT letter_id, draft, saved_at, review, note FROM letter_answer WHERE attempt_id = $1
"""
LIST_OF_SEEKER = """
SELECT letter_id FROM letter WHERE attempt_id = $1 AND author = 'seeker'
ORDER BY written_at, letter_id
"""


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A letter that is open to a listener: its mailbox, and the answer as far as it is written.

    `ticket` opens the mailbox; the answer will be known by its `letter_id`. `letters` are those of
    the help seeker that wait for this answer, the last one last.
    """

    attempt: Attempt
    ticket: Opened
    letters: list[UUID]
    draft: str
    saved_at: datetime | None
    review: Review | None
    note: str


async def load_letter_attempt(connection: Connection, attempt_id: UUID) -> Attempt:
    """Return the attempt of a letter; raises NoSuchAttempt, NotYourLetter where it is none."""
    attempt = await load_attempt(connection, attempt_id)
    if attempt.channel != "email":
        raise NotYourLetter("this is no letter: choose one from the list")
    return attempt


async def is_deleted(connection: Connection, attempt_id: UUID) -> bool:
    """Return whether the mailbox of a letter is deleted: nothing of it can be read any more."""
    return await connection.fetchrow(FIND_KEY, attempt_id) is None


async def load_held(connection: Connection, keys: LetterKeys, attempt_id: UUID) -> HeldLetter:
    """Return a letter; raises NoSuchAttempt, NotYourLetter where it was deleted, LettersClosed."""
    attempt = await load_letter_attempt(connection, attempt_id)
    key = await connection.fetchrow(FIND_KEY, attempt_id)
    if key is None:
        raise NotYourLetter("the help seeker has deleted this letter, or its time was over")
    box_id, box_key = key["box_id"], unwrap_for_listeners(keys, key)
    letters = [row["letter_id"] for row in await connection.fetch(LIST_OF_SEEKER, attempt_id)]
    row = await connection.fetchrow(FIND_ANSWER, attempt_id)
    if row is None:
        ticket = Opened(box_id, box_key, uuid4())
        return HeldLetter(attempt, ticket, letters, "", None, None, "")
    ticket = Opened(box_id, box_key, row["letter_id"])

    def text(part: str, sealed: bytes | None) -> str:
        kept = sealed and unseal(box_key, sealed, purpose(box_id, ticket.letter_id, part))
        return kept.decode() if kept else ""

    return HeldLetter(
        attempt, ticket, letters, text("draft", row["draft"]), row["saved_at"], row["review"],
        text("note", row["note"]),
    )  # fmt: skip
