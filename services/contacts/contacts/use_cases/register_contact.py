"""Register an answered attempt: the path that every conversation takes, on bare asyncpg."""

from collections.abc import Iterable
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

# One condition for those who register and for the handlers that settle: what is a shift's time.
ON_SHIFT = f"""EXISTS (
    SELECT FROM place JOIN shift USING (shift_id)
    WHERE place.volunteer_id = {{volunteer_id}} AND taken AND NOT cancelled
    AND {{started_at}} BETWEEN starts_at - interval '{GRACE.seconds} s'
        AND ends_at + interval '{GRACE.seconds} s'
)"""
DUTY = f"""
SELECT EXISTS (SELECT FROM listener WHERE volunteer_id = $1) AS admitted,
    {ON_SHIFT.format(volunteer_id="$1", started_at="$2")} AS on_shift,
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
    connection: Connection, command: RegisterContact, now: datetime, heard_all: bool | None
) -> ContactView:
    """Keep the contact and tell `contact_handled`; raises what its rules refuse.

    `heard_all` says whether all that volunteers knows has arrived here. None: nobody has asked yet;
    raises DutyUnknown then, where the volunteer is not known to be on duty.
    """
    check_registration(command, now)
    verified = await verify_duty(connection, command, heard_all)
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


class DutyUnknown(Exception):
    """The shift is not known here: ask volunteers, without a connection, and try once more."""


async def verify_duty(
    connection: Connection, command: RegisterContact, heard_all: bool | None
) -> bool:
    """Return whether the volunteer is known to have been on duty; raise if surely not."""
    if heard_all is None:
        if (await _load_duty(connection, command)).verified:
            return True
        raise DutyUnknown
    # From here until the commit nothing of these is settled, so that the contact is either
    # verified now or found by the handler of the shift.
    places = [command.answered_at_location_id, command.line_location_id]
    await lock_duty(connection, [command.volunteer_id, *(one for one in places if one)])
    duty = await _load_duty(connection, command)
    known = heard_all and await nothing_set_aside(connection)
    return decide_duty(duty, heard_all=known, volunteer_id=command.volunteer_id)


async def lock_duty(connection: Connection, ids: Iterable[UUID]) -> None:
    """Let one transaction at a time decide about contacts that wait for these.

    `ids` are of volunteers and locations. Everybody locks all at once and sorted: no deadlock.
    """
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest($1::text[]) AS id",
        [str(one) for one in sorted(set(ids))],
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
