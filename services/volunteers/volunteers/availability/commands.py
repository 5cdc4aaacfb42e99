"""The bodies of requests about when volunteers can and want to work."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from shared.http import Command

from volunteers.availability.rules import WISHES
from volunteers.fields import Day

MOST_DAYS = 366
Wish = Annotated[int, Field(ge=0, le=2)]


class SayAvailability(Command):
    """A usual week: 42 wishes, Monday's six day parts from the night on first.

    A wish is 0 (cannot), 1 (can) or 2 (gladly). `mostPerWeek` and `mostNightsPerMonth` say for how
    much somebody wants to be asked; nobody is kept from taking more. `fromHome`: can work from
    home.
    """

    wishes: list[Wish] = Field(min_length=WISHES, max_length=WISHES)
    most_per_week: int = Field(ge=0, le=5)
    most_nights_per_month: int = Field(ge=0, le=31)
    from_home: bool


class SayAbsence(Command):
    """Days, both included, on which a volunteer is not asked; at most a year."""

    first_day: Day
    last_day: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= (self.last_day - self.first_day).days <= MOST_DAYS:
            raise PydanticCustomError(
                "absence", "lastDay is at or after firstDay, and at most a year later"
            )
        return self
