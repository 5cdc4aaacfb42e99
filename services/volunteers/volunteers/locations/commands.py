"""The bodies of requests about locations and institutions."""

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day
from volunteers.locations.vocabulary import InstitutionForm, LocationChangeKind


class OpenLocation(Command):
    """A location: its name (letters and . , ' ( ) - only, 60 at most), province and desks."""

    name: str = Field(max_length=200)
    region: Province
    desks: int = Field(default=6, ge=1, le=200, description="how many work there at once")


class FoundInstitution(Command):
    """An institution: its name (as a location's), its form, and the first day that it exists."""

    name: str = Field(max_length=200)
    form: InstitutionForm
    first_day: Day


class MergeInstitution(Command):
    """The institution into which another merges, and the first day on which it is no more."""

    into_id: Id
    on_day: Day


class PlanChange(Command):
    """A merge of a location into another, or its move to an institution, from a day on."""

    kind: LocationChangeKind
    location_id: Id
    into_id: Id = Field(description="a location for a merge, an institution for a move")
    on_day: Day
