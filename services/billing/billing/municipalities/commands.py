"""The body of an import. Wire names are camelCase."""

from typing import Annotated

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import Command
from shared.strict import Day

from billing.municipalities.rules import CODE, LONGEST_NAME, MOST_INHABITANTS, NAME

MOST_MUNICIPALITIES = 100_000

Code = Annotated[str, Field(pattern=CODE, description="CBS code", examples=["GM0301"])]
Name = Annotated[
    str,
    Field(
        pattern=NAME,
        max_length=LONGEST_NAME,
        description="letters, spaces and . , ' ( ) - / only",
        examples=["Zutphen"],
    ),
]
Inhabitants = Annotated[int, Field(gt=0, le=MOST_INHABITANTS)]


class Figures(Command):
    """A municipality and its inhabitants, by CBS."""

    code: Code
    name: Name
    province: Province
    inhabitants: Inhabitants


class ImportMunicipalities(Command):
    """Figures of one 1 January; all are imported, or none."""

    as_of: Day = Field(description="a 1 January", examples=["2016-01-01"])
    municipalities: list[Figures] = Field(min_length=1, max_length=MOST_MUNICIPALITIES)


class CorrectFigure(Command):
    """The inhabitants of a 1 January by which a year was settled, corrected afterwards."""

    as_of: Day = Field(description="a 1 January", examples=["2016-01-01"])
    inhabitants: Inhabitants
