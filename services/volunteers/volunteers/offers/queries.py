"""Reads of offers."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.offers.tables import Offer
from volunteers.offers.views import OfferOfShift, view_of_offer_of_shift
from volunteers.paging import page_of
from volunteers.shifts.tables import Shift


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which offers are asked for: of a shift, and only those that are open."""

    shift_id: UUID | None
    open_only: bool


async def offers(
    session: AsyncSession, reach: Reach, wanted: OfferFilter, cursor: UUID | None, limit: int
) -> Page[OfferOfShift]:
    """Return a page of the offers within reach, the newest first.

    Within reach are those to the caller, and those for shifts of the caller's locations.
    """
    order = (col(Offer.made_at), col(Offer.offer_id))
    query = select(Offer, Shift).join(Shift, col(Shift.shift_id) == col(Offer.shift_id))
    query = query.where(*_conditions(reach, wanted))
    if cursor:
        last = select(*order).where(col(Offer.offer_id) == cursor)
        query = query.where(tuple_(*order) < last.scalar_subquery())
    newest_first = query.order_by(*(one.desc() for one in order)).limit(limit + 1)
    rows = (await session.exec(newest_first)).all()
    return page_of(
        rows, limit, lambda row: view_of_offer_of_shift(*row), lambda row: row[0].offer_id
    )


async def offers_to(session: AsyncSession, volunteer_id: UUID) -> list[OfferOfShift]:
    """Return the open offers to a volunteer, the earliest shift first."""
    query = (
        select(Offer, Shift)
        .join(Shift, col(Shift.shift_id) == col(Offer.shift_id))
        .where(col(Offer.volunteer_id) == volunteer_id, col(Offer.state) == "open")
        .order_by(col(Shift.starts_at), col(Offer.offer_id))
    )
    return [view_of_offer_of_shift(*row) for row in (await session.exec(query)).all()]


def _conditions(reach: Reach, wanted: OfferFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if not reach.everything:
        # A condition that nothing meets would keep PostgreSQL from using an index for the other.
        within: list[sa.ColumnElement[bool]] = []
        if reach.person:
            within.append(col(Offer.volunteer_id) == reach.person)
        if reach.locations:
            within.append(col(Shift.location_id).in_(reach.locations))
        conditions.append(sa.or_(sa.false(), *within))
    if wanted.shift_id:
        conditions.append(col(Offer.shift_id) == wanted.shift_id)
    if wanted.open_only:
        # Not a parameter: the index is of open offers only.
        conditions.append(col(Offer.state) == sa.literal_column("'open'"))
    return conditions
