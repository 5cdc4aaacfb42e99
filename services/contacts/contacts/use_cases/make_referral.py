"""Make a referral: tell our own services, and give the partner a copy of its own."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.events.contacts import ReferralMade
from shared.events.envelope import grid
from shared.events.partners import (
    ReferralCopied,
    ReferralMadeFor113Online,
    ReferralMadeForVeiligThuis,
)
from shared.outbox import record
from shared.refusals import Refusal
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.commands import MakeReferral
from contacts.partner_copies import keep_copy
from contacts.rules.registration import check_referable, quarter
from contacts.tables import Contact, Referral
from contacts.use_cases.correct_contact import ContactNotFound
from contacts.views import ReferralView

COPIES: dict[str, type[ReferralCopied]] = {
    "113online": ReferralMadeFor113Online,
    "veiligthuis": ReferralMadeForVeiligThuis,
}
MINUTE_SECONDS = 60


class AlreadyReferred(Refusal):
    """A contact is referred to a partner once."""


async def make_referral(
    session: AsyncSession, contact_id: UUID, command: MakeReferral, now: datetime
) -> ReferralView:
    """Keep the referral, tell `referral_made`, and record the partner's copy.

    It is made when the contact ends. The copy has an id of its own and no trace, and leaves on
    the minute: two partners cannot find out that they helped the same person.
    """
    found = await session.exec(
        select(Contact).where(Contact.contact_id == contact_id).with_for_update()
    )
    contact = found.one_or_none()
    if contact is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    check_referable(contact.kind)
    earlier = await session.exec(
        select(Referral).where(
            Referral.contact_id == contact_id, Referral.partner == command.partner
        )
    )
    if earlier.first():
        raise AlreadyReferred(f"contact {contact_id} was referred to {command.partner} before")
    referral = Referral(
        referral_id=uuid4(),
        copy_id=uuid4(),
        contact_id=contact_id,
        made_at=contact.ended_at,
        **dict(command),
    )
    session.add(referral)
    told = _told(referral, contact)
    record(session, told, aggregate_id=referral.referral_id, version=1, now=now)
    copy = _copied(referral, contact)
    keep_copy(session, copy, copy_id=referral.copy_id, version=1, now=now)
    return ReferralView.model_validate(referral.model_dump())


def _told(referral: Referral, contact: Contact) -> ReferralMade:
    return ReferralMade(
        **referral.model_dump(), channel=contact.channel, made_quarter=quarter(referral.made_at)
    )


def _copied(referral: Referral, contact: Contact) -> ReferralCopied:
    return COPIES[referral.partner](
        referral_id=referral.copy_id,
        mode=referral.mode,
        channel=contact.channel,
        urgency=referral.urgency,
        made_at=grid(referral.made_at, MINUTE_SECONDS),
    )
