"""Hold a selection interview."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.commands import HoldInterview
from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.admission.rules.selection import check_interview
from volunteers.admission.tables import SelectionInterview
from volunteers.admission.take_step import take_step
from volunteers.admission.views import InterviewView, view_of_interview
from volunteers.admission.vocabulary import COMPETENCIES, Step
from volunteers.amsterdam import day_of
from volunteers.persistence import insert


async def hold_interview(
    connection: Connection, volunteer_id: UUID, command: HoldInterview, now: datetime
) -> InterviewView:
    """Record an interview with an applicant, who is chosen by it, or declined and gone."""
    volunteer = await require_volunteer(connection, volunteer_id)
    scores = command.scores.by_competency()
    check_interview(scores, command.outcome, command.held_on, day_of(now))
    step: Step = "interview" if command.outcome == "accepted" else "decline"
    await take_step(connection, volunteer, step, now, command.held_on)
    interview = SelectionInterview(
        volunteer_id=volunteer_id,
        held_on=command.held_on,
        scores=[scores[competency] for competency in COMPETENCIES],
        outcome=command.outcome,
        recorded_at=now,
    )
    await insert(connection, interview)
    return view_of_interview(interview, volunteer)
