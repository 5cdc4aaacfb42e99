"""The files of the open data and their columns, as the page, the data package and DCAT say them."""

from dataclasses import dataclass, field
from typing import Any

from shared.pages.language import N_

from reporting.books.periods import PATTERN
from reporting.open_data.figures import FIGURES

PATH = "/open-data"
LICENCE, LICENCE_TITLE = "CC0-1.0", "Creative Commons Zero 1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class Column:
    """A column: its name, its type and constraints as in Table Schema, and what it says."""

    name: str
    kind: str
    means: str
    constraints: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A file: its name without `.csv`, its title and what it holds, which are translated."""

    name: str
    title: str
    means: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


REQUIRED: dict[str, Any] = {"required": True}
_PERIOD = (
    Column(
        "period_kind", "string", N_("What the period is: a month, a quarter or a year."),
        REQUIRED | {"enum": ["month", "quarter", "year"]},
    ),
    Column(
        "period", "string", N_("The period in Europe/Amsterdam: 2016-03, 2016-Q1 or 2016."),
        REQUIRED | {"pattern": PATTERN.strip("^$")},
    ),
)  # fmt: skip
_REGION = Column(
    "region", "string",
    N_("The province in which the locations are; where a help seeker lives is never asked."),
    REQUIRED,
)  # fmt: skip
_FIGURES = (
    Column("figure", "string", N_("What is counted: see the figures."),
           REQUIRED | {"enum": list(FIGURES)}),
    Column("name", "string",
           N_("The part of the figure, a word of a closed list; total where it has no parts."),
           REQUIRED | {"minLength": 1}),
    Column("count", "integer", N_("How many; empty where it must not be shown."), {"minimum": 0}),
    Column("share", "number", N_("The share as a fraction of 1; empty where there is none."),
           {"minimum": 0, "maximum": 1}),
    Column("shown", "boolean", N_("False where the figure must not be shown: it is not zero."),
           REQUIRED),
    Column("revision", "integer", N_("0 as first published; each dated correction adds one."),
           REQUIRED | {"minimum": 0}),
)  # fmt: skip

NATIONAL = Resource(
    "national", N_("Sensoor: the national series"),
    N_("What happened at the helpline, by month, quarter and year, in the whole of the Netherlands."),  # noqa: E501
    (*_PERIOD, *_FIGURES), ("period", "figure", "name"),
)  # fmt: skip
REGIONS = Resource(
    "regions", N_("Sensoor: the series by region"),
    N_("What happened at the helpline, by month, quarter and year, at the locations of each province."),  # noqa: E501
    (*_PERIOD, _REGION, *_FIGURES), ("period", "region", "figure", "name"),
)  # fmt: skip
RESOURCES = (NATIONAL, REGIONS)
