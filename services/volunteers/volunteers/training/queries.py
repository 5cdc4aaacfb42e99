"""Reads of trainings, each with those of its volunteers who are within reach of the caller."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import volunteers_within
from volunteers.admission.tables import Volunteer
from volunteers.paging import page_of, rows_by_id
from volunteers.training.rules import TrainingNotFound
from volunteers.training.tables import Training
from volunteers.training.views import TrainingView, view_of_training


async def training(session: AsyncSession, training_id: UUID, reach: Reach) -> TrainingView:
    """Return a training with those of its volunteers who are within reach.

    Raises `TrainingNotFound`, and `BeyondReach` when none of them is.
    """
    row = await session.get(Training, training_id)
    if row is None:
        raise TrainingNotFound(f"there is no training {training_id}")
    view = (await _trainings_within(session, [row], reach))[0]
    if not view.volunteer_ids:
        reach.require(f"training {training_id}")
    return view


async def trainings(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[TrainingView]:
    """Return a page of the trainings that volunteers within reach attended."""
    attends = col(Volunteer.volunteer_id) == sa.any_(col(Training.volunteer_ids))
    somebody = select(Volunteer).where(attends, *volunteers_within(reach)).exists()
    within = () if reach.everything else (somebody,)
    rows = await rows_by_id(session, Training, col(Training.training_id), cursor, limit, *within)
    found = page_of(rows, limit, lambda row: row, lambda row: row.training_id)
    items = await _trainings_within(session, found.items, reach)
    return Page(items=items, next_cursor=found.next_cursor)


async def _trainings_within(
    session: AsyncSession, trainings: Sequence[Training], reach: Reach
) -> list[TrainingView]:
    if reach.everything:
        return [view_of_training(training) for training in trainings]
    named = {one for training in trainings for one in training.volunteer_ids}
    query = select(Volunteer.volunteer_id).where(col(Volunteer.volunteer_id).in_(named))
    within = set((await session.exec(query.where(*volunteers_within(reach)))).all())
    return [view_of_training(training, within) for training in trainings]
