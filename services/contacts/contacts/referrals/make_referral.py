"""Make a referral: tell our own services, and give the partner a copy of its own."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.contacts import ReferralMade
from shared.outbox import outbox_row, record
from shared.refusals import Refusal

from contacts.partner_copies.keep_copy import keep_copy
from contacts.partner_copies.make_copy import copy_of_referral
from contacts.referrals.commands import MakeReferral
from contacts.referrals.rules import check_referable
from contacts.referrals.views import ReferralView
from contacts.registration.correct_contact import ContactNotFound
from contacts.registration.rules import quarter

LOCK_CONTACT = "SELECT kind, channel, ended_at FROM contact WHERE contact_id = $1 FOR UPDATE"
IS_REFERRED = "SELECT EXISTS (SELECT FROM referral WHERE contact_id = $1 AND partner = $2)"
INSERT_REFERRAL = """
INSERT INTO referral (referral_id, copy_id, contact_id, partner, mode, urgency, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


class AlreadyReferred(Refusal):
    """A contact is referred to a partner once."""


async def make_referral(
    connection: Connection, contact_id: UUID, command: MakeReferral, now: datetime
) -> ReferralView:
    """Keep the referral, tell `referral_made`, and keep the partner's copy.

    `madeAt` is the contact's end. The copy has an id of its own and no trace, and is released on
    the minute: two partners cannot find out that they helped the same person. Raises
    ContactNotFound, NothingToRefer or AlreadyReferred.
    """
    contact = await connection.fetchrow(LOCK_CONTACT, contact_id)
    if contact is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    check_referable(contact["kind"])
    if await connection.fetchval(IS_REFERRED, contact_id, command.partner):
        raise AlreadyReferred(f"contact {contact_id} was referred to {command.partner} before")
    referral = ReferralView(
        referral_id=uuid4(),
        contact_id=contact_id,
        partner=command.partner,
        mode=command.mode,
        urgency=command.urgency,
        made_at=contact["ended_at"],
        outcome=None,
        settled_at=None,
    )
    copy_id, channel = uuid4(), contact["channel"]
    await connection.execute(
        INSERT_REFERRAL, referral.referral_id, copy_id, contact_id, referral.partner, referral.mode,
        referral.urgency, referral.made_at,
    )  # fmt: skip
    made_quarter = quarter(referral.made_at)
    told = ReferralMade(**vars(referral), channel=channel, made_quarter=made_quarter)
    row = outbox_row(told, aggregate_id=referral.referral_id, version=1, now=now)
    await record(connection, row)
    copy = copy_of_referral(
        referral.partner, copy_id, mode=referral.mode, channel=channel, urgency=referral.urgency,
        made_quarter=made_quarter,
    )  # fmt: skip
    await keep_copy(connection, copy, copy_id=copy_id, version=1, now=now)
    return referral
