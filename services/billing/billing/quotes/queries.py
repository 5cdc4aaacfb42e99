"""Reads of whom a letter is from and to."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.tables import PartyVersion

SELLER = "SELLER"


@dataclass(frozen=True)
class Letterhead:
    """Who writes and who is written to, as of a day; None where a party is not known yet."""

    sender: PartyVersion | None
    addressee: PartyVersion | None


async def letterhead(session: AsyncSession, code: str, day: date) -> Letterhead:
    """Return the seller's and a municipality's addresses of a day."""
    return Letterhead(await _party(session, SELLER, day), await _party(session, code, day))


async def _party(session: AsyncSession, party: str, day: date) -> PartyVersion | None:
    query = (
        select(PartyVersion)
        .where(col(PartyVersion.party) == party, col(PartyVersion.valid_from) <= day)
        .order_by(col(PartyVersion.valid_from).desc(), col(PartyVersion.version).desc())
    )
    return (await session.exec(query)).first()
