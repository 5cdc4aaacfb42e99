"""Register an attempt that nobody answered."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.events.contacts import ContactMissed
from shared.outbox import outbox_row

from contacts.registration.commands import RegisterMissedAttempt
from contacts.registration.rules import check_line, check_offered, quarter
from contacts.registration.views import MissedAttemptView

INSERT_MISSED_ATTEMPT = """
WITH inserted AS (
    INSERT INTO missed_attempt (attempt_id, channel, line, line_location_id, offered_at,
        waited_seconds, reason, redial, cooled_down, surge_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)
INSERT INTO outbox (event_id, subject, headers, data) VALUES ($11, $12, $13, $14)
"""


async def register_missed_attempt(
    connection: Connection, command: RegisterMissedAttempt, now: datetime
) -> MissedAttemptView:
    """Keep the attempt and tell `contact_missed`; raises what its rules refuse."""
    check_offered(command.offered_at, now)
    check_line(command.line, command.line_location_id is not None)
    attempt = MissedAttemptView(
        attempt_id=uuid4(),
        channel=command.channel,
        line=command.line,
        line_location_id=command.line_location_id,
        offered_at=command.offered_at,
        waited_seconds=command.waited_seconds,
        reason=command.reason,
        redial=None,
        cooled_down=None,
        surge_id=None,
    )
    await keep_missed_attempt(connection, attempt, now)
    return attempt


async def keep_missed_attempt(
    connection: Connection, attempt: MissedAttemptView, now: datetime
) -> None:
    """Keep an attempt that nobody answered, and tell `contact_missed`."""
    event = ContactMissed(offered_quarter=quarter(attempt.offered_at), **vars(attempt))
    row = outbox_row(event, aggregate_id=attempt.attempt_id, version=1, now=now)
    await connection.execute(INSERT_MISSED_ATTEMPT, *vars(attempt).values(), *row)
