"""What the pages of supervisors show: all of one's locations, or one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from shared.tokens import Caller
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import volunteers_within
from volunteers.admission.tables import Volunteer
from volunteers.locations.queries import location, locations_within
from volunteers.people.keys import Keys
from volunteers.people.known_names import called, choices_of, known_names
from volunteers.people.open_people import Reached, open_people
from volunteers.sealing import PersonalDataLocked
from volunteers.supervisors import queries
from volunteers.supervisors.rules import standing_on
from volunteers.supervisors.tables import Supervisor
from volunteers.supervisors.views import CertificateView, SupervisorView
from volunteers.supervisors.vocabulary import SupervisorStanding

MOST_SHOWN = 500


@dataclass(frozen=True)
class SupervisorShown:
    """A supervisor as a page shows them: by name, or by the first digits of the id."""

    supervisor: SupervisorView
    name: str
    location: str
    standing: SupervisorStanding

    @property
    def newest(self) -> CertificateView | None:
        """The certificate that is valid the longest."""
        return max(self.supervisor.certificates, key=lambda one: one.last_day, default=None)


@dataclass(frozen=True)
class SupervisorsShown:
    """The supervisors within reach by name, who has ended last; `next_cursor` where there are more.

    `volunteers` could be appointed at one of `locations`: ids with names.
    """

    supervisors: Sequence[SupervisorShown]
    next_cursor: str | None
    volunteers: Sequence[tuple[str, str]]
    locations: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class WholeSupervisor:
    """A supervisor with what their page shows beside: of staff, how they are reached."""

    shown: SupervisorShown
    is_staff: bool
    contact: Reached | None
    locked: bool


async def supervisors_shown(
    session: AsyncSession, reach: Reach, appoints: Reach, cursor: UUID | None, *, keys: Keys,
    caller: Caller, today: date,
) -> SupervisorsShown:  # fmt: skip
    """Return the supervisors within reach, and who could be appointed within `appoints`."""
    page = await queries.supervisors(session, reach, cursor, MOST_SHOWN)
    volunteers = [] if appoints == Reach() else await _could_be_appointed(session, appoints)
    ids = [*volunteers, *(one.supervisor_id for one in page.items)]
    names = await known_names(await raw(session), ids, keys, caller)
    places = {one.location_id: one.name for one in await locations_within(session, reach)}
    found = [_shown(one, names, places, today) for one in page.items]
    return SupervisorsShown(
        supervisors=sorted(found, key=lambda one: (one.standing == "ended", one.name.casefold())),
        next_cursor=page.next_cursor,
        volunteers=choices_of(volunteers, names),
        locations=[
            (f"{one.location_id}", one.name)
            for one in await locations_within(session, appoints)
            if one.merged_into is None
        ],
    )


async def supervisor_shown(
    session: AsyncSession, supervisor_id: UUID, reach: Reach, *, keys: Keys, caller: Caller,
    today: date,
) -> WholeSupervisor:  # fmt: skip
    """Return a supervisor; raises `SupervisorNotFound`, `BeyondReach`."""
    found = await queries.supervisor(session, supervisor_id, reach)
    names = await known_names(await raw(session), [supervisor_id], keys, caller)
    at = await location(session, found.location_id)
    is_staff = await session.get(Volunteer, supervisor_id) is None
    contact, locked = None, False
    try:
        people = await open_people(await raw(session), [supervisor_id], keys)
        contact = people.get(supervisor_id)
    except PersonalDataLocked:
        locked = True
    shown = _shown(found, names, {at.location_id: at.name}, today)
    return WholeSupervisor(shown, is_staff, contact, locked)


def _shown(
    found: SupervisorView, names: dict[UUID, str], places: dict[UUID, str], today: date
) -> SupervisorShown:
    certified = [(one.issued_on, one.last_day) for one in found.certificates]
    return SupervisorShown(
        supervisor=found,
        name=called(names, found.supervisor_id),
        location=places.get(found.location_id, ""),
        standing=standing_on(today, (found.first_day, found.last_day), certified),
    )


async def _could_be_appointed(session: AsyncSession, reach: Reach) -> list[UUID]:
    """Return who within reach works as a volunteer and is no supervisor yet."""
    query = select(Volunteer.volunteer_id).where(
        col(Volunteer.state).in_(["active", "paused"]),
        col(Volunteer.volunteer_id).not_in(select(Supervisor.supervisor_id)),
        *volunteers_within(reach),
    )
    return list((await session.exec(query)).all())
