"""Correct a contact's registration: the whole of it, against the version that was read."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.outbox import outbox_row, record
from shared.refusals import NotFound, PreconditionFailed

from contacts.registration.check_overlap import check_overlap
from contacts.registration.commands import RegisterContact
from contacts.registration.register_contact import check_registration, verify_duty_of
from contacts.registration.told import corrected
from contacts.registration.views import ContactView, registered_as

LOCK_CONTACT = """
SELECT attempt_id, version, channel, started_at, ended_at, redial, surge_id FROM contact
WHERE contact_id = $1 FOR UPDATE
"""
UPDATE_CONTACT = """
UPDATE contact SET channel = $3, line = $4, line_location_id = $5, answered_at_location_id = $6,
    volunteer_id = $7, started_at = $8, ended_at = $9, wait_seconds = $10, kind = $11,
    topics = $12, outcome = $13, diverted_from = $14, heavy = $15, duty_verified = $16,
    version = $17, redial = $18, misuse_kind = $19, surge_id = $20
WHERE contact_id = $1 AND attempt_id = $2
"""


class ContactNotFound(NotFound):
    """No contact has this id."""


async def correct_contact(
    connection: Connection,
    contact_id: UUID,
    command: RegisterContact,
    *,
    version: int,
    now: datetime,
    heard_all: bool | None,
) -> ContactView:
    """Replace the registration and tell `contact_corrected`; `version` is the one corrected.

    `heard_all` is as in `register_contact`. The duty is locked before the contact, in the order in
    which the handler of shifts does. A correction that leaves channel and times as they are is
    taken even where they overlap another contact's: old times are cut, and may seem to overlap.
    """
    check_registration(command, now)
    verified = await verify_duty_of(connection, command, heard_all)
    row = await connection.fetchrow(LOCK_CONTACT, contact_id)
    if row is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    _check_version(row["version"], version)
    contact = registered_as(
        command,
        contact_id=contact_id,
        attempt_id=row["attempt_id"],
        duty_verified=verified,
        version=version + 1,
        redial=row["redial"],
        surge_id=row["surge_id"],
    )
    said = (contact.channel, contact.started_at, contact.ended_at)
    if said != (row["channel"], row["started_at"], row["ended_at"]):
        await check_overlap(connection, contact, now)
    await connection.execute(UPDATE_CONTACT, *vars(contact).values())
    event = corrected(contact)
    row_of_event = outbox_row(event, aggregate_id=contact_id, version=contact.version, now=now)
    await record(connection, row_of_event)
    return contact


def _check_version(now_at: int, corrected: int) -> None:
    if now_at != corrected:
        raise PreconditionFailed(
            f"the contact is at version {now_at} and you corrected version {corrected}:"
            " read it again and correct that"
        )
