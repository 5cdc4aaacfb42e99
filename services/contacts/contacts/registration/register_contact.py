"""Register an answered attempt: the hot path, so few statements on bare asyncpg."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.outbox import outbox_row

from contacts.duty.verify_duty import verify_duty
from contacts.registration.check_overlap import check_overlap
from contacts.registration.commands import RegisterContact
from contacts.registration.rules import check_kind, check_line, check_misuse_kind, check_times
from contacts.registration.told import handled
from contacts.registration.views import ContactView, registered_as

INSERT_CONTACT = """
WITH inserted AS (
    INSERT INTO contact (contact_id, attempt_id, channel, line, line_location_id,
        answered_at_location_id, volunteer_id, started_at, ended_at, wait_seconds, kind, topics,
        outcome, diverted_from, heavy, duty_verified, version, redial, misuse_kind, surge_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20)
)
INSERT INTO outbox (event_id, subject, headers, data) VALUES ($21, $22, $23, $24)
"""


async def register_contact(
    connection: Connection, command: RegisterContact, now: datetime, heard_all: bool | None
) -> ContactView:
    """Keep the contact and tell `contact_handled`; raises what its rules refuse.

    `heard_all` says whether all that volunteers knows has arrived here. None: nobody has asked yet;
    raises DutyUnknown then, where the volunteer is not known to be on duty.
    """
    check_registration(command, now)
    verified = await verify_duty_of(connection, command, heard_all)
    contact = registered_as(
        command, contact_id=uuid4(), attempt_id=uuid4(), duty_verified=verified, version=1
    )
    await check_overlap(connection, contact, now)
    await keep_contact(connection, contact, now)
    return contact


async def keep_contact(connection: Connection, contact: ContactView, now: datetime) -> None:
    """Keep a contact, and tell `contact_handled`."""
    row = outbox_row(handled(contact), aggregate_id=contact.contact_id, version=1, now=now)
    await connection.execute(INSERT_CONTACT, *vars(contact).values(), *row)


def check_registration(command: RegisterContact, now: datetime) -> None:
    """Refuse a registration that contradicts itself; raises what its rules refuse."""
    check_times(command.started_at, command.ended_at, now)
    check_line(command.line, command.line_location_id is not None)
    check_kind(command.kind, command.topics, command.outcome)
    check_misuse_kind(command.kind, command.misuse_kind)


async def verify_duty_of(
    connection: Connection, command: RegisterContact, heard_all: bool | None
) -> bool:
    """Return whether the volunteer is known to have been on duty; raise if surely not."""
    return await verify_duty(
        connection,
        volunteer_id=command.volunteer_id,
        started_at=command.started_at,
        answered_at_location_id=command.answered_at_location_id,
        line_location_id=command.line_location_id,
        heard_all=heard_all,
        needs_shift=command.channel != "email",
    )
