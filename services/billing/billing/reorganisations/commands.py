"""The body of a reorganisation. Wire names are camelCase."""

from typing import Annotated

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import Command
from shared.strict import Day

from billing.municipalities.commands import Code, Name

MOST_MOVES = 1000
MOST_PARTS = 10**9

Parts = Annotated[int, Field(gt=0, le=MOST_PARTS)]


class ExactShare(Command):
    """An exact share of a municipality's inhabitants, at most 1."""

    numerator: Parts = Field(examples=[1])
    denominator: Parts = Field(examples=[1])


class MoveInhabitants(Command):
    """A share of the inhabitants of one municipality comes into another."""

    from_: Code = Field(alias="from")
    to: Code
    share: ExactShare


class NewMunicipality(Command):
    """A municipality that begins with the reorganisation; its figures are imported afterwards."""

    code: Code
    name: Name
    province: Province


class RegisterReorganisation(Command):
    """A municipal reorganisation as of a day, with all of its moves.

    The shares of each `from` sum to 1. A municipality that goes on and receives others is named
    with a move to itself.
    """

    on: Day = Field(examples=["2018-01-01"])
    moves: list[MoveInhabitants] = Field(min_length=1, max_length=MOST_MOVES)
    municipalities: list[NewMunicipality] = Field(default=[], max_length=MOST_MOVES)
