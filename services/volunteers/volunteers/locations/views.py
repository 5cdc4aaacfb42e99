"""Answers about locations, institutions, and their changes."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import View

from volunteers.locations.tables import (
    Institution,
    Location,
    LocationChange,
    LocationMembership,
)
from volunteers.locations.vocabulary import InstitutionForm, LocationChangeKind


class LocationView(View):
    """A location from which volunteers work; from `closedOn` not any more."""

    location_id: UUID
    name: str
    region: Province
    desks: int
    closed_on: dt.date | None
    merged_into: UUID | None = Field(description="the location that its people went to")


class MembershipView(View):
    """The days on which a location belongs to an institution; `lastDay` null: until now."""

    location_id: UUID
    first_day: dt.date
    last_day: dt.date | None


class InstitutionView(View):
    """A member of the association, or the one foundation, and the locations it works from."""

    institution_id: UUID
    name: str
    form: InstitutionForm
    first_day: dt.date
    last_day: dt.date | None
    merged_into: UUID | None
    memberships: list[MembershipView]


class LocationChangeView(View):
    """A merge or a move of a location; `doneAt` null: still to come."""

    change_id: UUID
    kind: LocationChangeKind
    location_id: UUID
    into_id: UUID
    on_day: dt.date
    done_at: dt.datetime | None


def view_of_location(location: Location) -> LocationView:
    """Return a location as clients see it."""
    return LocationView(
        location_id=location.location_id,
        name=location.name,
        region=location.region,
        desks=location.desks,
        closed_on=location.closed_on,
        merged_into=location.merged_into,
    )


def view_of_institution(
    institution: Institution, memberships: Sequence[LocationMembership] = ()
) -> InstitutionView:
    """Return an institution as clients see it, with its locations of all times."""
    return InstitutionView(
        institution_id=institution.institution_id,
        name=institution.name,
        form=institution.form,
        first_day=institution.first_day,
        last_day=institution.last_day,
        merged_into=institution.merged_into,
        memberships=[
            MembershipView(
                location_id=each.location_id, first_day=each.first_day, last_day=each.last_day
            )
            for each in memberships
        ],
    )


def view_of_change(change: LocationChange) -> LocationChangeView:
    """Return a change as clients see it."""
    return LocationChangeView(
        change_id=change.change_id,
        kind=change.kind,
        location_id=change.location_id,
        into_id=change.into_id,
        on_day=change.on_day,
        done_at=change.done_at,
    )
