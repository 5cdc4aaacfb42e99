"""Reads of the organisation: institutions, their locations today, and what changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.rules.way import ADMITTED, BEFORE_ADMISSION
from volunteers.admission.tables import Volunteer
from volunteers.locations.tables import (
    Institution,
    Location,
    LocationChange,
    LocationMembership,
)


@dataclass(frozen=True, slots=True)
class LocationShown:
    """A location with its volunteers and applicants, and since when it is in its institution."""

    location: Location
    volunteers: int
    applicants: int
    since: date | None


@dataclass(frozen=True, slots=True)
class InstitutionShown:
    """An institution with its locations of a day; `institution` None: those that have none."""

    institution: Institution | None
    locations: Sequence[LocationShown]


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """The organisation on a day: what is open, what ended, and what changes or has changed."""

    today: date
    groups: Sequence[InstitutionShown]
    ended: Sequence[Institution]
    closed: Sequence[Location]
    planned: Sequence[LocationChange]
    done: Sequence[LocationChange]
    names: Mapping[UUID, str]

    @property
    def open_locations(self) -> list[Location]:
        """The locations that work today, by name."""
        found = [one.location for group in self.groups for one in group.locations]
        return sorted(found, key=lambda each: each.name)

    @property
    def institutions(self) -> list[Institution]:
        """The institutions that exist, by name; one that begins later too."""
        return [group.institution for group in self.groups if group.institution]


async def organisation_shown(session: AsyncSession, today: date) -> OrganisationShown:
    """Return the organisation as it is on a day."""
    locations = (await session.exec(select(Location).order_by(col(Location.name)))).all()
    institutions = (await session.exec(select(Institution).order_by(col(Institution.name)))).all()
    of_day = (
        col(LocationMembership.first_day) <= today,
        sa.or_(
            col(LocationMembership.last_day).is_(None), col(LocationMembership.last_day) >= today
        ),
    )
    memberships = (await session.exec(select(LocationMembership).where(*of_day))).all()
    changes = select(LocationChange).order_by(
        col(LocationChange.on_day), col(LocationChange.planned_at)
    )
    found = (await session.exec(changes)).all()
    people = await _people(session)
    is_open = {one.location_id for one in locations if not one.closed_on or one.closed_on > today}
    at = {each.location_id: each for each in memberships}

    def shown(institution: Institution | None) -> InstitutionShown:
        wanted = institution.institution_id if institution else None
        here = [
            one for one in locations
            if one.location_id in is_open
            and (at[one.location_id].institution_id if one.location_id in at else None) == wanted
        ]  # fmt: skip
        return InstitutionShown(institution, [_location(one, people, at) for one in here])

    gone = [one for one in institutions if one.last_day and one.last_day < today]
    groups = [shown(one) for one in institutions if one not in gone] + [shown(None)]
    return OrganisationShown(
        today=today,
        groups=[group for group in groups if group.institution or group.locations],
        ended=gone,
        closed=[one for one in locations if one.location_id not in is_open],
        planned=[one for one in found if one.done_at is None],
        done=[one for one in found if one.done_at is not None][::-1],
        names={one.location_id: one.name for one in locations}
        | {one.institution_id: one.name for one in institutions},
    )


async def _people(session: AsyncSession) -> dict[UUID, tuple[int, int]]:
    """Return the numbers of volunteers and of applicants of each location."""
    state = col(Volunteer.state)
    query = sa.select(
        col(Volunteer.location_id),
        sa.func.count().filter(state.in_(ADMITTED)),
        sa.func.count().filter(state.in_(BEFORE_ADMISSION)),
    ).group_by(col(Volunteer.location_id))
    rows = await (await session.connection()).execute(query)
    return {location_id: (volunteers, applicants) for location_id, volunteers, applicants in rows}


def _location(
    location: Location,
    people: Mapping[UUID, tuple[int, int]],
    at: Mapping[UUID, LocationMembership],
) -> LocationShown:
    volunteers, applicants = people.get(location.location_id, (0, 0))
    membership = at.get(location.location_id)
    since = membership.first_day if membership else None
    return LocationShown(location, volunteers, applicants, since)
