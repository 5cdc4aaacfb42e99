"""A listener writes an answer: the draft is kept sealed, and sent, or first read by a colleague."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.database import Connection

from contacts.mailbox.held_letter import HeldLetter, load_held, load_letter_attempt
from contacts.mailbox.keys import LetterKeys
from contacts.mailbox.rules import (
    LONGEST_LETTER,
    Review,
    answered,
    check_held,
    check_review,
    check_seen,
    check_text,
    check_writer,
)
from contacts.mailbox.sealing import seal
from contacts.mailbox.write_letter import keep_letter, purpose
from contacts.mailbox.writers import find_writer
from contacts.queue.stored_queue import lock_queue, save_attempts

Sent = Literal["sent", "asked"]
KEEP_ANSWER = """
INSERT INTO letter_answer (attempt_id, box_id, letter_id, draft, saved_at, review, note)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (attempt_id) DO UPDATE SET draft = excluded.draft, saved_at = excluded.saved_at,
    review = excluded.review, note = excluded.note
"""
DELETE_ANSWER = "DELETE FROM letter_answer WHERE attempt_id = $1"


async def keep_draft(
    connection: Connection,
    keys: LetterKeys,
    *,
    attempt_id: UUID,
    volunteer_id: UUID,
    text: str,
    now: datetime,
) -> None:
    """Keep what is written so far; raises NotYourLetter, AnswerUnderReview, LetterTooLong."""
    await lock_queue(connection)
    held = await load_held(connection, keys, attempt_id)
    check_held(held.attempt, volunteer_id, held.review)
    if len(text) > LONGEST_LETTER:
        check_text(text)
    await _keep(connection, replace(held, draft=text), now, held.review)


async def send_answer(
    connection: Connection,
    keys: LetterKeys,
    *,
    attempt_id: UUID,
    volunteer_id: UUID,
    text: str,
    seen: str,
    now: datetime,
) -> Sent:
    """Send an answer, or ask a colleague to read it if a trainee wrote it; return which.

    `seen` is the id of the help seeker's last letter that was on the page. Sending again what is
    sent does nothing. Raises NotYourLetter, AnswerUnderReview, NewLetterCame, LetterEmpty,
    LetterTooLong, NotAdmittedForLetters.
    """
    await lock_queue(connection)
    if await _is_over(connection, attempt_id, volunteer_id):
        return "sent"
    writer = await find_writer(connection, volunteer_id)
    check_writer(writer)
    held = replace(await load_held(connection, keys, attempt_id), draft=check_text(text))
    check_held(held.attempt, volunteer_id, held.review)
    check_seen(held.letters, seen)
    if writer.role == "trainee":
        await _keep(connection, held, now, "asked")
        return "asked"
    await _send(connection, held, now)
    return "sent"


async def review_answer(
    connection: Connection,
    keys: LetterKeys,
    *,
    attempt_id: UUID,
    volunteer_id: UUID,
    note: str | None,
    seen: str,
    now: datetime,
) -> None:
    """Send a trainee's answer on, or give it back with a note.

    Raises LetterNotToReview, ReviewOfOneself, NotAdmittedForLetters, NewLetterCame, LetterEmpty and
    LetterTooLong of the note.
    """
    await lock_queue(connection)
    held = await load_held(connection, keys, attempt_id)
    writer = await find_writer(connection, volunteer_id)
    check_writer(writer)
    check_review(held.attempt, writer, held.review)
    if note is not None:
        await _keep(connection, replace(held, note=check_text(note)), now, "given_back")
        return
    check_seen(held.letters, seen)
    await _send(connection, held, now)


async def _is_over(connection: Connection, attempt_id: UUID, volunteer_id: UUID) -> bool:
    attempt = await load_letter_attempt(connection, attempt_id)
    return attempt.state in ("ended", "registered") and attempt.answered_by == volunteer_id


async def _keep(
    connection: Connection, held: HeldLetter, now: datetime, review: Review | None
) -> None:
    ticket = held.ticket

    def sealed(part: str, text: str) -> bytes:
        what = purpose(ticket.box_id, ticket.letter_id, part)
        return seal(ticket.box_key, text.encode(), what)

    note = sealed("note", held.note) if held.note else None
    await connection.execute(
        KEEP_ANSWER, held.attempt.attempt_id, ticket.box_id, ticket.letter_id,
        sealed("draft", held.draft), now, review, note,
    )  # fmt: skip


async def _send(connection: Connection, held: HeldLetter, now: datetime) -> None:
    """Keep the answer as a letter; the draft and the note are gone, the listener registers."""
    attempt = held.attempt
    await keep_letter(
        connection, held.ticket, attempt_id=attempt.attempt_id, author="listener", text=held.draft,
        now=now,
    )  # fmt: skip
    await save_attempts(connection, [answered(attempt, now)])
    await connection.execute(DELETE_ANSWER, attempt.attempt_id)
