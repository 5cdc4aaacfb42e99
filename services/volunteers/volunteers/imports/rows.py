"""What a row of a file holds, read from texts."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from shared.events.vocabulary import Role
from shared.http import View

from volunteers.admission.commands import Lines
from volunteers.fields import Channels, Day
from volunteers.people.commands import Email, Line, Phone
from volunteers.people.vocabulary import Language
from volunteers.shifts.rules.day_parts import DayPart

# Too few digits for a telephone number: nothing of a person hides in it.
REFERENCE = r"^[A-Za-z]{0,4}-?[0-9]{1,8}$"
Reference = Annotated[str, Field(pattern=REFERENCE)]


def _each_once(references: list[str]) -> list[str]:
    if len(set(references)) < len(references):
        raise PydanticCustomError("twice", "name each volunteer once")
    return references


References = Annotated[list[Reference], Field(max_length=20), AfterValidator(_each_once)]


class VolunteerRow(View):
    """A volunteer: known again by `reference`, their number in what was used before.

    With `admittedOn` they were trained and admitted there; else they apply here.
    """

    reference: Reference
    location: str = Field(max_length=200)
    channels: Channels
    lines: Lines
    role: Role
    applied_on: Day | None = None
    admitted_on: Day | None = None
    name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    street: Line | None = None
    postal_code: Line | None = None
    city: Line | None = None
    language: Language = "nl"


class ShiftRow(View):
    """A shift, known again by location, day, day part and channels, and who is in it."""

    location: str = Field(max_length=200)
    date: Day
    day_part: DayPart
    channels: Channels
    needed: int = Field(ge=1, le=20)
    experienced_needed: int = Field(default=0, ge=0, le=20)
    team_only: bool = False
    home_allowed: bool = False
    volunteers: References = Field(default_factory=list)
