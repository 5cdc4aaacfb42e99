"""Read the form of a draft, in which each price period has fields of its own, by their number."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import Field
from shared.http import Command
from shared.pages.forms import FormWrong, Typed

from billing.tariffs.commands import MOST_PERIODS, ChangeTariff, Period
from billing.tariffs.rules import Tariff

C = TypeVar("C", bound=ChangeTariff)
FEWEST_ROWS = 4  # shown for a new draft
OF_PERIOD = ("firstYear", "lastYear", "yearlyBudget")


class Reviewed(Command):
    """The draft that somebody looked at before they changed or published it."""

    revision: int = Field(ge=1)


def read_terms(typed: Typed, command: type[C]) -> C:
    """Return what was typed as a command; raises `FormWrong`, and `typed.errors` says where.

    Codes of the excluded are separated by commas or spaces; a period without any value is left out.
    """
    rows = range(1, MOST_PERIODS + 1)
    periods = [_period(typed, row) for row in rows if row == 1 or _is_filled(typed, row)]
    codes = typed.value("excluded").upper().replace(",", " ").split()
    inner = Typed({**typed.values, "excluded": codes})
    try:
        read = inner.read(command, periods=periods, excluded=codes)
    except FormWrong:
        inner.errors.pop("periods", None)
        typed.errors |= inner.errors
    if typed.errors:
        raise FormWrong
    return read


def rows_of(tariff: Tariff | None) -> range:
    """Return the numbers of the periods that the form of a draft shows."""
    return range(1, max(FEWEST_ROWS, len(tariff.periods) if tariff else 0) + 1)


def shown_values(tariff: Tariff) -> dict[str, str]:
    """Return what stands in the form of a draft before anything is typed."""
    values = {
        "referencePopulation": str(tariff.reference_population),
        "minimumParticipationPercent": str(tariff.minimum_participation),
        "excluded": ", ".join(sorted(tariff.excluded)),
        "rounding": tariff.rounding,
        "partOfYear": tariff.part_of_year,
        "excludedJoin": tariff.excluded_join,
    }
    for row, period in enumerate(tariff.periods, start=1):
        values |= {
            f"firstYear{row}": str(period.first_year),
            f"lastYear{row}": str(period.last_year),
            f"yearlyBudget{row}": str(period.yearly_budget),
        }
    return values


def _is_filled(typed: Typed, row: int) -> bool:
    return any(typed.value(f"{name}{row}").strip() for name in OF_PERIOD)


def _period(typed: Typed, row: int) -> Mapping[str, str]:
    """Return a period as it was typed; what is wrong goes to `typed.errors`."""
    given = {name: typed.value(f"{name}{row}").strip() for name in OF_PERIOD}
    own = Typed({name: [value] for name, value in given.items()})
    try:
        own.read(Period)
    except FormWrong:
        typed.errors |= {f"{name}{row}": text for name, text in own.errors.items()}
    return given
