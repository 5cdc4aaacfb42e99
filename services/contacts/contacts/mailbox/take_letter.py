"""A listener takes a letter from the work list, or gives it back; after a day it goes back itself.

A draft stays with the letter: whoever takes it next goes on with it.
"""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT

from contacts.clock.clock import Clock
from contacts.mailbox.held_letter import load_letter_attempt
from contacts.mailbox.rules import Review, check_held, check_waits, check_writer, is_stale
from contacts.mailbox.writers import find_writer
from contacts.queue.rules.lifecycle import give_back, take
from contacts.queue.stored_queue import COLUMNS, attempt_of, lock_queue, save_attempts

NOTE_LOCATION = "UPDATE attempt SET answered_at_location_id = $2 WHERE attempt_id = $1"
FIND_REVIEW = "SELECT review FROM letter_answer WHERE attempt_id = $1"
FORGET_REVIEW = """
UPDATE letter_answer SET review = NULL, note = NULL WHERE attempt_id = ANY ($1::uuid[])
"""
LIST_HELD = f"""
SELECT {COLUMNS}, saved_at, review FROM attempt LEFT JOIN letter_answer USING (attempt_id)
WHERE channel = 'email' AND state = 'answered' ORDER BY answered_at LIMIT {ROWS_A_COMMIT}
"""  # noqa: S608


async def take_letter(
    connection: Connection, attempt_id: UUID, volunteer_id: UUID, now: datetime
) -> None:
    """Take a letter that waits; raises NotAdmittedForLetters, LetterTaken, NoSuchAttempt."""
    await lock_queue(connection)
    attempt = await load_letter_attempt(connection, attempt_id)
    writer = await find_writer(connection, volunteer_id)
    check_writer(writer)
    if attempt.state == "answered" and attempt.answered_by == volunteer_id:
        return  # a retry: it is this listener's already
    check_waits(attempt)
    await save_attempts(connection, [take(attempt, volunteer_id, now)])
    await connection.execute(NOTE_LOCATION, attempt_id, writer.location_id)


async def release_letter(connection: Connection, attempt_id: UUID, volunteer_id: UUID) -> None:
    """Give a letter back to the list, in its old place; raises NotYourLetter, AnswerUnderReview."""
    await lock_queue(connection)
    attempt = await load_letter_attempt(connection, attempt_id)
    review: Review | None = await connection.fetchval(FIND_REVIEW, attempt_id)
    check_held(attempt, volunteer_id, review)
    await save_attempts(connection, [give_back(attempt)])
    await connection.execute(FORGET_REVIEW, [attempt_id])


async def release_stale_letters(connection: Connection) -> int:
    """Give back the letters that were held for a day without a saved draft; return how many."""
    clock = Clock()
    await clock.read(connection)
    await lock_queue(connection)
    stale = []
    for row in await connection.fetch(LIST_HELD):
        attempt = attempt_of(row)
        assert attempt.answered_at is not None
        if is_stale(attempt.answered_at, row["saved_at"], row["review"], clock.now()):
            stale.append(give_back(attempt))
    await save_attempts(connection, stale)
    await connection.execute(FORGET_REVIEW, [attempt.attempt_id for attempt in stale])
    return len(stale)
