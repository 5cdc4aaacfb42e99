"""The bodies of requests about half-days."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day
from volunteers.half_days.vocabulary import SessionKind


class PlanSession(Command):
    """Intervision or training of one or two half-days, and who is expected."""

    location_id: Id
    kind: SessionKind
    on: Day
    half_days: int = Field(ge=1, le=2)
    volunteer_ids: list[Id] = Field(default_factory=list, max_length=200)


class TakeAttendance(Command):
    """Who attended; an empty list says that nobody did, or that it was not held."""

    volunteer_ids: list[Id] = Field(max_length=200)
