"""What the page of cohorts shows: the people of each, what they attended, and who may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import volunteers_within
from volunteers.admission.rules.completion import MODULES
from volunteers.admission.tables import Volunteer
from volunteers.amsterdam import day_of
from volunteers.locations.queries import locations_within
from volunteers.locations.views import LocationView
from volunteers.people.keys import Keys
from volunteers.people.known_names import called
from volunteers.people.open_people import first_names
from volunteers.sealing import PersonalDataLocked
from volunteers.training.tables import Cohort

COHORTS_SHOWN = 50


@dataclass(frozen=True)
class CohortShown:
    """A cohort, its people, and who of its location is chosen and in no cohort."""

    cohort: Cohort
    location: str
    people: Sequence[Volunteer]
    may_come: Sequence[Volunteer]

    def attended(self, module: int) -> int:
        """Return how many of its people have attended a module."""
        return sum(module in one.modules_done for one in self.people)

    @property
    def next_module(self) -> int:
        """Return the first module that somebody lacks."""
        lacking = [module for module in MODULES if self.attended(module) < len(self.people)]
        return lacking[0] if lacking else MODULES[-1]


@dataclass(frozen=True)
class CohortsShown:
    """The cohorts within reach, newest first, and the names of their people."""

    cohorts: Sequence[CohortShown]
    locations: Sequence[LocationView]
    names: Mapping[UUID, str]
    today: date
    modules: Sequence[int] = MODULES

    def name(self, volunteer_id: UUID) -> str:
        """Return a first name, or the first digits of the id where none is known."""
        return called(self.names, volunteer_id)


async def cohorts_shown(
    session: AsyncSession, reach: Reach, keys: Keys, now: datetime
) -> CohortsShown:
    """Return the newest cohorts of locations within reach; without the key, without names."""
    places = await locations_within(session, reach)
    names_of = {one.location_id: one.name for one in places}
    within = () if reach.everything else (col(Cohort.location_id).in_(reach.locations),)
    newest = select(Cohort).where(*within).order_by(col(Cohort.first_day).desc())
    cohorts = (await session.exec(newest.limit(COHORTS_SHOWN))).all()
    wanted = [one.cohort_id for one in cohorts]
    waits = col(Volunteer.state).in_(("interviewed", "in_training")) & col(Volunteer.cohort_id).is_(
        None
    )
    query = select(Volunteer).where(
        col(Volunteer.cohort_id).in_(wanted) | waits, *volunteers_within(reach)
    )
    people = (await session.exec(query.order_by(col(Volunteer.volunteer_id)))).all()
    return CohortsShown(
        cohorts=[
            CohortShown(
                cohort=one,
                location=names_of.get(one.location_id, ""),
                people=[each for each in people if each.cohort_id == one.cohort_id],
                may_come=[each for each in people if each.cohort_id is None
                          and each.location_id == one.location_id],
            )
            for one in cohorts
        ],
        locations=places,
        names=await _names(session, [one.volunteer_id for one in people], keys),
        today=day_of(now),
    )  # fmt: skip


async def _names(session: AsyncSession, ids: Sequence[UUID], keys: Keys) -> dict[UUID, str]:
    try:
        return await first_names(await raw(session), ids, keys)
    except PersonalDataLocked:
        return {}
