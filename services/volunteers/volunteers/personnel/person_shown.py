"""What the page of a person shows, to a coordinator or a trainer of their location."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission import queries
from volunteers.admission.rules.way import WAY
from volunteers.admission.tables import SelectionInterview, Volunteer
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
from volunteers.people.known_names import choices_of, first_digits
from volunteers.people.open_people import Reached, open_people
from volunteers.people.tables import Erasure
from volunteers.personnel.forms import StepAsked
from volunteers.sealing import PersonalDataLocked
from volunteers.supervisors.queries import in_service_at

ASKED: Sequence[StepAsked] = ("pause", "resume", "suspend", "reinstate", "leave")


@dataclass(frozen=True)
class PersonShown:
    """A person: how they are reached (to a coordinator), and how far they are.

    `names` are whole to a coordinator and first names to a trainer; of whom nothing is known, or
    nothing can be opened, the first digits of the id. `mentors` may be beside them, and may sign
    off their practice as the `supervisors` may.
    """

    volunteer: VolunteerView
    location: str
    steps: Sequence[StepView]
    scores: ScoresView | None
    contact: Reached | None
    names: Mapping[UUID, str]
    mentors: Sequence[UUID]
    supervisors: Sequence[UUID]
    possible: Sequence[StepAsked]
    interview: Evaluation | None
    half_days: HalfDays | None
    erased_at: datetime | None
    locked: bool

    @property
    def title(self) -> str:
        """Return by which name the page calls them."""
        return self.names[self.volunteer.volunteer_id]

    def choices(self, people: Iterable[UUID]) -> list[tuple[str, str]]:
        """Return people as the choices of a form, by name."""
        return choices_of(people, self.names)


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
    mentors = await _mentors(session, volunteer)
    supervisors = await in_service_at(session, volunteer.location_id, today)
    supervisors = [one for one in supervisors if one not in (person_id, *mentors)]
    beside = [volunteer.mentor_id] if volunteer.mentor_id else []
    known = {person_id, *beside, *mentors, *supervisors}
    people, locked = await _opened(session, known, keys)
    erased = await session.get(Erasure, person_id)
    return PersonShown(
        volunteer=volunteer,
        location=(await location(session, volunteer.location_id)).name,
        steps=await queries.steps(session, person_id, reach),
        scores=view_of_scores(interview.scores) if interview else None,
        contact=people.get(person_id) if with_names else None,
        names={one: _name(one, people.get(one), whole=with_names) for one in known},
        mentors=mentors,
        supervisors=supervisors,
        possible=possible_from(volunteer.state),
        interview=await next_interview(session, person_id),
        half_days=await count_of(session, person_id, today.year),
        erased_at=erased.erased_at if erased else None,
        locked=locked,
    )


def possible_from(state: State) -> list[StepAsked]:
    """Return the steps that a coordinator may take from a state."""
    leaves = state != "left"
    return [step for step in ASKED if state in WAY[step] or (step == "leave" and leaves)]


async def _mentors(session: AsyncSession, volunteer: VolunteerView) -> Sequence[UUID]:
    """Return who of the same location may be beside a volunteer."""
    query = select(Volunteer.volunteer_id).where(
        col(Volunteer.location_id) == volunteer.location_id,
        col(Volunteer.role) == "mentor",
        col(Volunteer.state) == "active",
        col(Volunteer.volunteer_id) != volunteer.volunteer_id,
    )
    return (await session.exec(query)).all()


async def _opened(
    session: AsyncSession, ids: Iterable[UUID], keys: Keys
) -> tuple[Mapping[UUID, Reached], bool]:
    try:
        return await open_people(await raw(session), ids, keys), False
    except PersonalDataLocked:
        return {}, True


def _name(person_id: UUID, known: Reached | None, *, whole: bool) -> str:
    if known is None:
        return first_digits(person_id)
    return known.name if whole else known.name.split()[0]
