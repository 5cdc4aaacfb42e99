"""What the page of a person shows, to a coordinator or a trainer of their location."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission import queries
from volunteers.admission.rules.way import WAY
from volunteers.admission.tables import SelectionInterview
from volunteers.admission.views import (
    ScoresView,
    StepView,
    VolunteerView,
    view_of_scores,
)
from volunteers.admission.vocabulary import State
from volunteers.evaluations.queries import next_interview
from volunteers.evaluations.tables import Evaluation
from volunteers.half_days.queries import count_of
from volunteers.half_days.rules import HalfDays
from volunteers.locations.queries import location
from volunteers.people.keys import Keys
from volunteers.people.open_people import Reached, open_people
from volunteers.personnel.forms import StepAsked
from volunteers.sealing import PersonalDataLocked

ASKED: Sequence[StepAsked] = ("pause", "resume", "suspend", "reinstate", "leave")


@dataclass(frozen=True)
class PersonShown:
    """A person: how they are reached (to a coordinator), and how far they are.

    `first_name` is what a trainer sees; None where nothing is known.
    """

    volunteer: VolunteerView
    location: str
    steps: Sequence[StepView]
    scores: ScoresView | None
    contact: Reached | None
    first_name: str | None
    possible: Sequence[StepAsked]
    interview: Evaluation | None
    half_days: HalfDays | None
    locked: bool

    @property
    def title(self) -> str:
        """Return by which name the page calls them."""
        digits = str(self.volunteer.volunteer_id)[:8]
        return self.contact.name if self.contact else self.first_name or digits


async def person_shown(
    session: AsyncSession, person_id: UUID, reach: Reach, keys: Keys, *, with_names: bool,
    today: date,
) -> PersonShown:  # fmt: skip
    """Return what is shown of a volunteer; raises `VolunteerNotFound`, `BeyondReach`."""
    volunteer = await queries.volunteer(session, person_id, reach)
    interview = (
        await session.exec(
            select(SelectionInterview).where(col(SelectionInterview.volunteer_id) == person_id)
        )
    ).first()
    contact, locked = await _opened(session, person_id, keys)
    return PersonShown(
        volunteer=volunteer,
        location=(await location(session, volunteer.location_id)).name,
        steps=await queries.steps(session, person_id, reach),
        scores=view_of_scores(interview.scores) if interview else None,
        contact=contact if with_names else None,
        first_name=contact.name.split()[0] if contact else None,
        possible=possible_from(volunteer.state),
        interview=await next_interview(session, person_id),
        half_days=await count_of(session, person_id, today.year),
        locked=locked,
    )


def possible_from(state: State) -> list[StepAsked]:
    """Return the steps that a coordinator may take from a state."""
    leaves = state != "left"
    return [step for step in ASKED if state in WAY[step] or (step == "leave" and leaves)]


async def _opened(
    session: AsyncSession, person_id: UUID, keys: Keys
) -> tuple[Reached | None, bool]:
    try:
        people = await open_people(await raw(session), [person_id], keys)
    except PersonalDataLocked:
        return None, True
    return people.get(person_id), False
