"""A listener takes what is offered, or passes on it, and ends a chat or a call."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.desk.rules import check_no_call, check_offered, check_open
from contacts.queue.keep_presence import note_location
from contacts.queue.route_attempts import route_attempts, route_to
from contacts.queue.rules.lifecycle import answer, end, pass_on
from contacts.queue.stored_queue import load_attempt, lock_queue, note_idle, save_attempts


async def answer_attempt(
    connection: Connection, attempt_id: UUID, volunteer_id: UUID, now: datetime
) -> None:
    """Answer what is offered; raises OfferGone, NoSuchAttempt, AnsweredByTelephone."""
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    if attempt.state == "answered" and attempt.answered_by == volunteer_id:
        return  # a retry: it is this listener's already
    check_offered(attempt, volunteer_id)
    check_no_call(attempt)
    await save_attempts(connection, [answer(attempt, now)])
    await note_location(connection, attempt_id, volunteer_id)


async def pass_on_attempt(
    connection: Connection, attempt_id: UUID, volunteer_id: UUID, now: datetime
) -> None:
    """Let the next listener be asked; raises OfferGone, NoSuchAttempt."""
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    check_offered(attempt, volunteer_id)
    await save_attempts(connection, [pass_on(attempt)])
    await route_attempts(connection, now)


async def end_chat(
    connection: Connection, attempt_id: UUID, volunteer_id: UUID, now: datetime
) -> None:
    """End an open chat or call, and offer what waits; raises NotYourChat, NoSuchAttempt."""
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    if attempt.state in ("ended", "registered") and attempt.answered_by == volunteer_id:
        return  # a retry, or the help seeker ended it first
    check_open(attempt, volunteer_id)
    await save_attempts(connection, [end(attempt, "listener", now)])
    await note_idle(connection, volunteer_id, now)
    await route_to(connection, volunteer_id, now)
