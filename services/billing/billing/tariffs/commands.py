"""The bodies of tariffs. Wire names are camelCase."""

from typing import Annotated

from pydantic import Field
from shared.http import Command

from billing.money import Unit
from billing.tariffs.rules import ExcludedJoin, PartOfYear

# Its years, and a letter where there are several drafts for them. No text: it goes on the bus.
VERSION = r"^[0-9]{4}-[0-9]{4}[a-z]?$"
MOST_EUROS = 1_000_000_000
MOST_INHABITANTS = 20_000_000
MOST_PERIODS = 10
MOST_EXCLUDED = 500

Year = Annotated[int, Field(ge=1, le=9999)]
ExcludedCode = Annotated[str, Field(pattern=r"^GM[0-9]{4}$", description="CBS code")]


class Period(Command):
    """Years, both included, that share one yearly budget in whole euros."""

    first_year: Year = Field(examples=[2019])
    last_year: Year = Field(examples=[2022])
    yearly_budget: int = Field(gt=0, le=MOST_EUROS, examples=[3600000])


class ChangeTariff(Command):
    """What a draft offers, whole.

    `minimumParticipationPercent` is of the reference population, in inhabitants. `excluded` are
    outside the offer; `excludedJoin` says on which terms they may come in later.
    """

    periods: list[Period] = Field(min_length=1, max_length=MOST_PERIODS)
    reference_population: int = Field(gt=0, le=MOST_INHABITANTS, examples=[14600000])
    minimum_participation_percent: int = Field(ge=1, le=100, examples=[70])
    excluded: list[ExcludedCode] = Field(max_length=MOST_EXCLUDED, examples=[["GM0363"]])
    rounding: Unit
    part_of_year: PartOfYear
    excluded_join: ExcludedJoin


class DraftTariff(ChangeTariff):
    """A new tariff; it prices nothing until it is published."""

    version: str = Field(pattern=VERSION, examples=["2019-2022"])
