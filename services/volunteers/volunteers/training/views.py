"""Answers about trainings."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from shared.http import View

from volunteers.training.tables import Cohort, Training


class TrainingView(View):
    """One module of the basic training, as held for a group; each attended once."""

    training_id: UUID
    module: int
    held_on: dt.date
    volunteer_ids: list[UUID]


def view_of_training(training: Training, shown: Collection[UUID] | None = None) -> TrainingView:
    """Return a training with its attendance list, or with those of it who may be shown."""
    attended = training.volunteer_ids
    return TrainingView(
        training_id=training.training_id,
        module=training.module,
        held_on=training.held_on,
        volunteer_ids=[one for one in attended if shown is None or one in shown],
    )


class CohortView(View):
    """A group that does the basic training together."""

    cohort_id: UUID
    location_id: UUID
    first_day: dt.date
    last_day: dt.date
    places: int
    volunteer_ids: list[UUID]


def view_of_cohort(cohort: Cohort, volunteer_ids: Sequence[UUID]) -> CohortView:
    """Return a cohort with its volunteers."""
    return CohortView(
        cohort_id=cohort.cohort_id,
        location_id=cohort.location_id,
        first_day=cohort.first_day,
        last_day=cohort.last_day,
        places=cohort.places,
        volunteer_ids=list(volunteer_ids),
    )
