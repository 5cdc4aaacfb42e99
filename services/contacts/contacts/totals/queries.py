"""How much began in a closed month."""

from shared.month import Month
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.tables import Contact, MissedAttempt, Referral
from contacts.totals.views import Totals


async def count_totals(session: AsyncSession, month: Month) -> Totals:
    """Count what began in a month: as much is read of the tables, however old they are."""
    begins, ends = month.begins, month.ends
    handled = (
        await session.exec(
            select(
                func.count(),
                func.count().filter(col(Contact.kind) == "conversation"),
                func.count().filter(~col(Contact.duty_verified)),
            ).where(col(Contact.started_at) >= begins, col(Contact.started_at) < ends)
        )
    ).one()
    missed = await session.exec(
        select(func.count()).where(
            col(MissedAttempt.offered_at) >= begins, col(MissedAttempt.offered_at) < ends
        )
    )
    referrals = await session.exec(
        select(func.count()).where(col(Referral.made_at) >= begins, col(Referral.made_at) < ends)
    )
    return Totals(
        month=str(month),
        contacts_handled=handled[0],
        conversations=handled[1],
        duty_not_verified=handled[2],
        contacts_missed=missed.one(),
        referrals_made=referrals.one(),
    )
