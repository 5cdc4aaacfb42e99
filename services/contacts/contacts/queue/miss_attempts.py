"""Save attempts that are over, and register those that nobody answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from shared.database import Connection
from shared.events.vocabulary import MissedReason

from contacts.queue.rules.lifecycle import MISSED, Attempt, waited_seconds
from contacts.queue.stored_queue import save_attempts
from contacts.registration.register_missed_attempt import keep_missed_attempt
from contacts.registration.views import MissedAttemptView


async def miss_attempts(
    connection: Connection,
    attempts: Sequence[Attempt],
    now: datetime,
    *,
    cooled_down: bool = False,
) -> None:
    """Save the attempts; tell `contact_missed` of each that nobody answered."""
    if not attempts:
        return
    await save_attempts(connection, attempts)
    for attempt in attempts:
        if attempt.state in MISSED:
            missed = MissedAttemptView(
                attempt_id=attempt.attempt_id,
                channel=attempt.channel,
                line=attempt.line,
                line_location_id=attempt.line_location_id,
                offered_at=attempt.arrived_at,
                waited_seconds=waited_seconds(attempt, now),
                reason=cast(MissedReason, attempt.state),
                redial=attempt.redial,
                cooled_down=cooled_down or None,
                surge_id=attempt.surge_id,
            )
            await keep_missed_attempt(connection, missed, now)
