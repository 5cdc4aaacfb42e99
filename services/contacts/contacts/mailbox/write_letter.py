"""A help seeker writes: a first letter, or on in a mailbox. What waits for an answer is an attempt.

Letters that are written before the answer belong to one attempt.
"""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from contacts.mailbox.keys import LetterKeys, wrap_by_phrase, wrap_for_listeners
from contacts.mailbox.phrase import PhraseKeys
from contacts.mailbox.rules import MOST_LETTERS, Author, LettersFull, MailboxGone
from contacts.mailbox.sealing import new_key, seal
from contacts.mailbox.tickets import First, Opened
from contacts.queue.stored_queue import lock_queue

INSERT_KEY = """
INSERT INTO mailbox_key (box_id, lookup, by_phrase, for_listeners, wrapped_with)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true
"""
INSERT_BOX = "INSERT INTO mailbox (box_id, last_at) VALUES ($1, $2) ON CONFLICT DO NOTHING"
FIND_WRITTEN = "SELECT written_at FROM letter WHERE letter_id = $1"
UPDATE_BOX = "UPDATE mailbox SET last_at = greatest(last_at, $2) WHERE box_id = $1"
HAS_KEY = "SELECT EXISTS (SELECT FROM mailbox_key WHERE box_id = $1)"
COUNT_LETTERS = """
SELECT count(*) AS letters, coalesce(bool_or(letter_id = $2), false) AS written
FROM letter WHERE box_id = $1
"""
FIND_OPEN = """
SELECT attempt_id FROM letter JOIN attempt USING (attempt_id)
WHERE box_id = $1 AND state IN ('waiting', 'answered') LIMIT 1
"""
INSERT_ATTEMPT = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, contact_id)
VALUES ($1, 'email', 'national', 'waiting', $2, $3)
"""
INSERT_LETTER = """
INSERT INTO letter (letter_id, box_id, attempt_id, author, written_at, sealed)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def begin_mailbox(
    connection: Connection,
    keys: LetterKeys,
    first: First,
    derived: PhraseKeys,
    *,
    text: str,
    now: datetime,
) -> datetime:
    """Keep a first letter, sealed; it waits for an answer. Return when it was written.

    The same again changes nothing: then it was written before.
    """
    await lock_queue(connection)
    box_key = new_key()
    by_phrase = wrap_by_phrase(derived.key, first.box_id, box_key)
    wrapped = wrap_for_listeners(keys, first.box_id, box_key)
    row = (first.box_id, derived.lookup, by_phrase, *wrapped)
    if not await connection.fetchval(INSERT_KEY, *row):
        written_at: datetime = await connection.fetchval(FIND_WRITTEN, first.letter_id)
        return written_at
    await connection.execute(INSERT_BOX, first.box_id, now)
    attempt_id = await _wait_for_answer(connection, first.box_id, now)
    ticket = Opened(first.box_id, box_key, first.letter_id)
    await keep_letter(
        connection, ticket, attempt_id=attempt_id, author="seeker", text=text, now=now
    )
    return now


async def write_on(connection: Connection, ticket: Opened, text: str, now: datetime) -> None:
    """Keep a further letter of a mailbox; the same again changes nothing.

    Raises MailboxGone, LettersFull.
    """
    await lock_queue(connection)
    if not await connection.fetchval(HAS_KEY, ticket.box_id):
        raise MailboxGone("these letters were deleted: begin anew with a first letter")
    known = await connection.fetchrow(COUNT_LETTERS, ticket.box_id, ticket.letter_id)
    assert known is not None
    if known["written"]:
        return
    if known["letters"] >= MOST_LETTERS:
        raise LettersFull(
            f"there are {MOST_LETTERS} letters here, and no more are taken: begin anew with a first"
            " letter"
        )
    attempt_id = await _wait_for_answer(connection, ticket.box_id, now)
    await keep_letter(
        connection, ticket, attempt_id=attempt_id, author="seeker", text=text, now=now
    )


async def keep_letter(
    connection: Connection,
    ticket: Opened,
    *,
    attempt_id: UUID,
    author: Author,
    text: str,
    now: datetime,
) -> None:
    """Keep a letter, or an answer, sealed; the mailbox is kept from now on anew."""
    sealed = seal(ticket.box_key, text.encode(), purpose(ticket.box_id, ticket.letter_id))
    await connection.execute(
        INSERT_LETTER, ticket.letter_id, ticket.box_id, attempt_id, author, now, sealed
    )
    await connection.execute(UPDATE_BOX, ticket.box_id, now)


def purpose(box_id: UUID, letter_id: UUID, part: str = "letter") -> str:
    """Return for what a text is sealed: a letter, a draft or a note of a mailbox."""
    return f"{box_id}:{part}:{letter_id}"


async def _wait_for_answer(connection: Connection, box_id: UUID, now: datetime) -> UUID:
    """Return the attempt that the letter belongs to: the one that waits, or a new one."""
    known: UUID | None = await connection.fetchval(FIND_OPEN, box_id)
    if known is not None:
        return known
    attempt_id = uuid4()
    await connection.execute(INSERT_ATTEMPT, attempt_id, now, uuid4())
    return attempt_id
