"""Keep a new referral: tell our own services, and give the partner a copy of its own."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.contacts import ReferralMade
from shared.events.vocabulary import Channel
from shared.outbox import outbox_row, record

from contacts.partner_copies.keep_copy import keep_copy
from contacts.partner_copies.make_copy import copy_of_referral
from contacts.referrals.commands import MakeReferral
from contacts.referrals.rules import AlreadyReferred
from contacts.referrals.views import ReferralView, referral_view
from contacts.registration.rules import quarter

INSERT_REFERRAL = """
INSERT INTO referral (referral_id, copy_id, contact_id, attempt_id, partner, mode, urgency,
    made_at, answer_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (contact_id, partner) DO NOTHING
RETURNING *
"""


async def keep_referral(
    connection: Connection,
    command: MakeReferral,
    *,
    contact_id: UUID,
    attempt_id: UUID | None,
    channel: Channel,
    made_at: datetime,
    answer_by: datetime | None,
    now: datetime,
) -> ReferralView:
    """Keep the referral, tell `referral_made`, and keep the partner's copy.

    The copy has an id of its own and no trace, and is released on the minute: two partners cannot
    find out that they helped the same person. `attempt_id` is None where the contact is
    registered. Raises AlreadyReferred.
    """
    copy_id = uuid4()
    row = await connection.fetchrow(
        INSERT_REFERRAL, uuid4(), copy_id, contact_id, attempt_id, command.partner, command.mode,
        command.urgency, made_at, answer_by,
    )  # fmt: skip
    if row is None:
        raise AlreadyReferred(f"contact {contact_id} was referred to {command.partner} before")
    referral, made_quarter = referral_view(dict(row)), quarter(made_at)
    told = ReferralMade(**vars(referral), channel=channel, made_quarter=made_quarter)
    await record(
        connection, outbox_row(told, aggregate_id=referral.referral_id, version=1, now=now)
    )
    copy = copy_of_referral(
        referral.partner, copy_id, mode=referral.mode, channel=channel, urgency=referral.urgency,
        made_quarter=made_quarter,
    )  # fmt: skip
    await keep_copy(connection, copy, copy_id=copy_id, version=1, now=now)
    return referral
