"""Reads of evaluation interviews, within the reach of the caller."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from shared.database import raw
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.tables import Volunteer
from volunteers.evaluations.private_words import opened_words
from volunteers.evaluations.reach import check_one_of_two, two_of
from volunteers.evaluations.rules import EvaluationNotFound
from volunteers.evaluations.tables import Evaluation
from volunteers.evaluations.views import EvaluationView, ReflectionView, view_of_evaluation
from volunteers.paging import page_of, rows_by_id
from volunteers.people.keys import Keys


async def next_interview(session: AsyncSession, volunteer_id: UUID) -> Evaluation | None:
    """Return a volunteer's interview that is to be held next, or None before it is foreseen.

    What is written in it stays sealed.
    """
    query = select(Evaluation).where(
        col(Evaluation.volunteer_id) == volunteer_id, col(Evaluation.held_on).is_(None)
    )
    return (await session.exec(query)).one_or_none()


async def evaluations(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int, *,
    open_only: bool, today: date,
) -> Page[EvaluationView]:  # fmt: skip
    """Return a page of the interviews within reach; a supervisor reaches those they hold."""
    conditions = [_within(reach)]
    if open_only:
        conditions += _still_to_be_held()
    key = col(Evaluation.evaluation_id)
    rows = await rows_by_id(session, Evaluation, key, cursor, limit, *conditions)
    return page_of(
        rows, limit, lambda row: view_of_evaluation(row, today), lambda row: row.evaluation_id
    )


async def open_evaluations(
    session: AsyncSession, reach: Reach, today: date
) -> list[EvaluationView]:
    """Return the interviews within reach that are still to be held, the earliest due first."""
    query = select(Evaluation).where(_within(reach), *_still_to_be_held())
    in_order = query.order_by(col(Evaluation.due_on), col(Evaluation.evaluation_id))
    return [view_of_evaluation(row, today) for row in (await session.exec(in_order)).all()]


async def evaluation_of_two(
    session: AsyncSession, evaluation_id: UUID, reach: Reach, today: date
) -> EvaluationView:
    """Return an interview to one of its two persons.

    Raises `EvaluationNotFound` and `BeyondReach`.
    """
    return view_of_evaluation(await _of_two(session, evaluation_id, reach), today)


async def reflection(
    session: AsyncSession, keys: Keys, evaluation_id: UUID, reach: Reach
) -> ReflectionView:
    """Return what was written in an interview to one of its two persons.

    Raises `EvaluationNotFound`, `BeyondReach` and `PersonalDataLocked`.
    """
    row = await _of_two(session, evaluation_id, reach)
    connection = await raw(session)
    return ReflectionView(
        evaluation_id=evaluation_id,
        reflection=await opened_words(connection, keys, row, "reflection"),
        agreed=await opened_words(connection, keys, row, "agreed"),
    )


async def _of_two(session: AsyncSession, evaluation_id: UUID, reach: Reach) -> Evaluation:
    row = await session.get(Evaluation, evaluation_id)
    if row is None:
        raise EvaluationNotFound(f"there is no evaluation {evaluation_id}")
    check_one_of_two(evaluation_id, two_of(row), reach)
    return row


def _still_to_be_held() -> list[sa.ColumnElement[bool]]:
    """Return the conditions of an interview to come: none is held with somebody who has left."""
    left = select(Volunteer.volunteer_id).where(col(Volunteer.state) == "left")
    return [col(Evaluation.held_on).is_(None), col(Evaluation.volunteer_id).not_in(left)]


def _within(reach: Reach) -> sa.ColumnElement[bool]:
    if reach.everything:
        return sa.true()
    here = select(Volunteer.volunteer_id).where(col(Volunteer.location_id).in_(reach.locations))
    found: list[sa.ColumnElement[bool]] = [col(Evaluation.volunteer_id).in_(here)]
    if reach.person:
        found += [
            col(Evaluation.volunteer_id) == reach.person,
            col(Evaluation.supervisor_id) == reach.person,
        ]
    return sa.or_(*found)
