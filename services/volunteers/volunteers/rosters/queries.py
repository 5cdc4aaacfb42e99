"""Reads of proposals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.paging import page_of
from volunteers.rosters.lock_proposal import require_all
from volunteers.rosters.rules import ProposalNotFound
from volunteers.rosters.tables import ProposedPlace, RosterProposal
from volunteers.rosters.views import (
    ProposalView,
    WholeProposalView,
    view_of_proposal,
    view_of_whole,
)
from volunteers.shifts.tables import Shift

LOCATIONS = sa.type_coerce(col(RosterProposal.location_ids), ARRAY(sa.Uuid))


@dataclass(frozen=True, slots=True)
class LatestProposal:
    """The newest proposal of some days at a location: who is proposed for each shift there."""

    proposal_id: UUID
    ended_at: dt.datetime
    places: dict[UUID, list[UUID]]


async def proposal(session: AsyncSession, proposal_id: UUID, reach: Reach) -> WholeProposalView:
    """Return a proposal with its places; raises `ProposalNotFound` and `BeyondReach`."""
    row = await session.get(RosterProposal, proposal_id)
    if row is None:
        raise ProposalNotFound(f"there is no proposal {proposal_id}")
    require_all(reach, row.location_ids)
    places = select(ProposedPlace).where(col(ProposedPlace.proposal_id) == proposal_id)
    in_order = places.order_by(col(ProposedPlace.shift_id), col(ProposedPlace.volunteer_id))
    return view_of_whole(row, (await session.exec(in_order)).all())


async def proposals(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[ProposalView]:
    """Return a page of the proposals of locations that are all within reach, the newest first."""
    order = (col(RosterProposal.asked_at), col(RosterProposal.proposal_id))
    newest = [column.desc() for column in order]
    query = select(RosterProposal).where(*_within(reach)).order_by(*newest).limit(limit + 1)
    if cursor:
        last = select(*order).where(col(RosterProposal.proposal_id) == cursor)
        query = query.where(tuple_(*order) < last.scalar_subquery())
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, view_of_proposal, lambda row: row.proposal_id)


async def latest_proposal(
    session: AsyncSession, location_id: UUID, days: Sequence[dt.date]
) -> LatestProposal | None:
    """Return the newest proposal that is done and covers one of these days at the location.

    Its places that were offered or left out are not in it.
    """
    query = select(RosterProposal.proposal_id, RosterProposal.ended_at).where(
        col(RosterProposal.state) == "done",
        LOCATIONS.contains([location_id]),
        col(RosterProposal.first_day) <= max(days),
        col(RosterProposal.last_day) >= min(days),
    )
    found = (await session.exec(query.order_by(col(RosterProposal.ended_at).desc()))).first()
    if found is None or found[1] is None:
        return None
    proposed = (
        select(ProposedPlace.shift_id, ProposedPlace.volunteer_id)
        .join(Shift, col(Shift.shift_id) == col(ProposedPlace.shift_id))
        .where(
            col(ProposedPlace.proposal_id) == found[0],
            col(ProposedPlace.state) == "proposed",
            col(Shift.location_id) == location_id,
            col(Shift.day).in_(days),
        )
    )
    places: dict[UUID, list[UUID]] = {}
    for shift_id, volunteer_id in (await session.exec(proposed)).all():
        places.setdefault(shift_id, []).append(volunteer_id)
    return LatestProposal(found[0], found[1], places)


def _within(reach: Reach) -> Sequence[sa.ColumnElement[bool]]:
    if reach.everything:
        return ()
    return (LOCATIONS.contained_by(list(reach.locations)),)
