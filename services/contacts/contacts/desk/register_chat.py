"""Register a chat or call that has ended: what the house knows, and what only the listener does."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.desk.commands import RegisterChat
from contacts.desk.rules import check_ended, check_own
from contacts.duty.verify_duty import verify_duty
from contacts.misuse.set_cool_down import set_cool_down
from contacts.queue.rules.lifecycle import Attempt, register
from contacts.queue.stored_queue import load_attempt, lock_queue, save_attempts
from contacts.referrals.check_registered_kind import check_registered_kind
from contacts.registration.register_contact import keep_contact
from contacts.registration.rules import check_kind, check_misuse_kind
from contacts.registration.views import ContactView

FIND_PLACE = """
SELECT contact_id, answered_at_location_id AS location_id FROM attempt WHERE attempt_id = $1
"""


async def register_chat(
    connection: Connection,
    attempt_id: UUID,
    volunteer_id: UUID,
    command: RegisterChat,
    now: datetime,
) -> None:
    """Keep the contact -> `contact_handled`. Registering again what is registered does nothing.

    Raises NoSuchAttempt, NotYourChat, ChatNotEnded, KindAndOutcomeDisagree,
    MisuseKindWithoutMisuse, and of a cool-down NoCoolDownWithoutACall, CoolDownWithoutReason,
    CallerNotKnownAnyMore.
    """
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    check_own(attempt, volunteer_id)
    check_ended(attempt)
    if attempt.state == "registered":
        return
    check_kind(command.kind, command.topics, command.outcome)
    check_misuse_kind(command.kind, command.misuse_kind)
    place = await connection.fetchrow(FIND_PLACE, attempt_id)
    assert place is not None
    await check_registered_kind(connection, place["contact_id"], command.kind)
    contact = await _contact(connection, attempt, command, **dict(place))
    await keep_contact(connection, contact, now)
    await save_attempts(connection, [register(attempt)])
    if command.cool_down:
        await set_cool_down(connection, attempt, contact, command.cool_down, now)


async def _contact(
    connection: Connection,
    attempt: Attempt,
    command: RegisterChat,
    *,
    contact_id: UUID,
    location_id: UUID,
) -> ContactView:
    """Return the contact; what the queue gave to a listener is never refused for its duty."""
    assert attempt.answered_by is not None
    assert attempt.answered_at is not None
    assert attempt.ended_at is not None
    verified = await verify_duty(
        connection, volunteer_id=attempt.answered_by, started_at=attempt.answered_at,
        answered_at_location_id=location_id, line_location_id=attempt.line_location_id,
        heard_all=False, needs_shift=attempt.channel != "email",
    )  # fmt: skip
    said = command.model_dump(exclude={"cool_down"})
    said["diverted_from"] = command.diverted_from or attempt.diverted_from
    return ContactView(
        contact_id=contact_id,
        attempt_id=attempt.attempt_id,
        channel=attempt.channel,
        line=attempt.line,
        line_location_id=attempt.line_location_id,
        answered_at_location_id=location_id,
        volunteer_id=attempt.answered_by,
        started_at=attempt.answered_at,
        ended_at=max(attempt.ended_at, attempt.answered_at),
        wait_seconds=attempt.wait_seconds or 0,
        duty_verified=verified,
        version=1,
        redial=attempt.redial,
        surge_id=attempt.surge_id,
        **said,
    )
