"""Register an answered attempt: the path that every conversation takes, on bare asyncpg."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.contacts import ContactCorrected, ContactHandled
from shared.outbox import outbox_row

from contacts.commands import RegisterContact
from contacts.rules.duty import GRACE, Duty, decide_duty
from contacts.rules.registration import check_kind, check_line, check_times, quarter, whole_minutes
from contacts.views import ContactView
from contacts.volunteers_known import nothing_set_aside

# Waits until all that volunteers knows has arrived here; says whether it has.
Surely = Callable[[], Awaitable[bool]]

# One condition for those who register and for the handlers that settle: what is a shift's time.
ON_SHIFT = f"""EXISTS (
    SELECT FROM place JOIN shift USING (shift_id)
    WHERE place.volunteer_id = $1 AND taken AND NOT cancelled
    AND {{started_at}} BETWEEN starts_at - interval '{GRACE.seconds} s'
        AND ends_at + interval '{GRACE.seconds} s'
)"""
DUTY = f"""
SELECT EXISTS (SELECT FROM listener WHERE volunteer_id = $1) AS admitted,
    {ON_SHIFT.format(started_at="$2")} AS on_shift,
    EXISTS (SELECT FROM location WHERE location_id = $3)
    AND ($4::uuid IS NULL OR EXISTS (SELECT FROM location WHERE location_id = $4))
        AS locations_open
"""  # noqa: S608

SAVE = """
WITH saved AS (
    INSERT INTO contact (contact_id, attempt_id, channel, line, line_location_id,
        answered_at_location_id, volunteer_id, started_at, ended_at, wait_seconds, kind, topics,
        outcome, diverted_from, heavy, duty_verified, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
)
INSERT INTO outbox (event_id, subject, headers, data) VALUES ($18, $19, $20, $21)
"""


async def register_contact(
    connection: Connection, command: RegisterContact, now: datetime, surely: Surely
) -> ContactView:
    """Keep the contact and tell `contact_handled`; raises what its rules refuse."""
    check_registration(command, now)
    verified = await verify_duty(connection, command, surely)
    contact = ContactView(
        contact_id=uuid4(),
        attempt_id=uuid4(),
        duty_verified=verified,
        version=1,
        **vars(command),
    )
    row = outbox_row(handled(contact), aggregate_id=contact.contact_id, version=1, now=now)
    await connection.execute(SAVE, *vars(contact).values(), *row)
    return contact


def check_registration(command: RegisterContact, now: datetime) -> None:
    """Refuse what cannot have been."""
    check_times(command.started_at, command.ended_at, now)
    check_line(command.line, command.line_location_id is not None)
    check_kind(command.kind, command.topics, command.outcome)


async def verify_duty(connection: Connection, command: RegisterContact, surely: Surely) -> bool:
    """Return whether the volunteer is known to have been on duty; raise if surely not."""
    duty = await _load_duty(connection, command)
    if duty.verified:
        return True
    known = await surely() and await nothing_set_aside(connection)
    # From here until the commit no shift of this volunteer is settled, so that the contact is
    # either verified now or found by the handler of the shift.
    await lock_volunteer(connection, command.volunteer_id)
    duty = await _load_duty(connection, command)
    return decide_duty(duty, surely=known, volunteer_id=command.volunteer_id)


async def lock_volunteer(connection: Connection, volunteer_id: UUID) -> None:
    """Let one transaction at a time decide about a volunteer's unverified contacts."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(volunteer_id)
    )


async def _load_duty(connection: Connection, command: RegisterContact) -> Duty:
    row = await connection.fetchrow(
        DUTY,
        command.volunteer_id,
        command.started_at,
        command.answered_at_location_id,
        command.line_location_id,
    )
    assert row is not None
    return Duty(**row)


def handled(contact: ContactView) -> ContactHandled:
    """Return what the bus is told of a new contact."""
    return ContactHandled(
        started_quarter=quarter(contact.started_at),
        duration_minutes=whole_minutes(contact.started_at, contact.ended_at),
        **vars(contact),
    )


def corrected(contact: ContactView) -> ContactCorrected:
    """Return what the bus is told of a contact that was changed: the same, whole."""
    return ContactCorrected(**vars(handled(contact)))
