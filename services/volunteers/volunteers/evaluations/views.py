"""Answers about evaluation interviews."""

import datetime as dt
from uuid import UUID

from shared.http import View

from volunteers.evaluations.rules import standing
from volunteers.evaluations.tables import Evaluation
from volunteers.evaluations.vocabulary import Standing


class EvaluationView(View):
    """An evaluation interview: its days, and with whom; nothing of what is said.

    `standing` is `due` within 30 days before `dueOn`, `overdue` after it, and `planned` up to the
    planned day.
    """

    evaluation_id: UUID
    volunteer_id: UUID
    supervisor_id: UUID | None
    due_on: dt.date
    planned_on: dt.date | None
    held_on: dt.date | None
    standing: Standing


class ReflectionView(View):
    """What the volunteer wrote and what both agreed on; null where nothing was, or is any more."""

    evaluation_id: UUID
    reflection: str | None
    agreed: str | None


def view_of_evaluation(evaluation: Evaluation, today: dt.date) -> EvaluationView:
    """Return an interview as clients see it on a day."""
    return EvaluationView(
        evaluation_id=evaluation.evaluation_id,
        volunteer_id=evaluation.volunteer_id,
        supervisor_id=evaluation.supervisor_id,
        due_on=evaluation.due_on,
        planned_on=evaluation.planned_on,
        held_on=evaluation.held_on,
        standing=standing(evaluation.due_on, evaluation.planned_on, evaluation.held_on, today),
    )
