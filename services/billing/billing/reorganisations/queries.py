"""Reads of reorganisations."""

from collections import defaultdict
from fractions import Fraction
from uuid import UUID

from shared.http import Page
from sqlalchemy import literal
from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.reorganisations.rules.moves import Move
from billing.reorganisations.views import MoveView, ReorganisationView, move_view
from billing.tables import Reorganisation, ReorganisationMove


async def list_reorganisations(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[ReorganisationView]:
    """List reorganisations by day; `cursor` is the id of the last one of the page before."""
    key = tuple_(col(Reorganisation.on_day), col(Reorganisation.reorganisation_id))
    query = select(Reorganisation).order_by(key).limit(limit + 1)
    if cursor:
        last = await session.get(Reorganisation, cursor)
        query = query.where(key > tuple_(literal(last.on_day), literal(cursor))) if last else query
    found = (await session.exec(query)).all()
    rows = found[:limit]
    moves = await _moves(session, [row.reorganisation_id for row in rows])
    more = len(found) > limit
    return Page(
        items=[
            ReorganisationView(
                reorganisation_id=row.reorganisation_id,
                on=row.on_day,
                moves=moves[row.reorganisation_id],
                made_at=row.made_at,
            )
            for row in rows
        ],
        next_cursor=str(rows[-1].reorganisation_id) if more else None,
    )


async def _moves(session: AsyncSession, ids: list[UUID]) -> dict[UUID, list[MoveView]]:
    query = (
        select(ReorganisationMove)
        .where(col(ReorganisationMove.reorganisation_id).in_(ids))
        .order_by(col(ReorganisationMove.from_code), col(ReorganisationMove.to_code))
    )
    found: dict[UUID, list[MoveView]] = defaultdict(list)
    for row in await session.exec(query):
        share = Fraction(int(row.share_numerator), int(row.share_denominator))
        move = Move(row.from_code, row.to_code, share)
        found[row.reorganisation_id].append(move_view(move))
    return found
