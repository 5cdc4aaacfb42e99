"""Municipalities by their CBS code and figures, and the four that the offer leaves out."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from shared.refusals import BadInput, Refusal

CODE = r"^GM\d{4}$"
# Letters and the signs of names such as "Nuenen, Gerwen en Nederwetten", "Bergen (NH.)" and
# "'s-Gravenhage": no digit and no @, so that no telephone number and no address matches.
NAME = r"^['\p{L}][\p{L} .,'()/-]*$"
LONGEST_NAME = 60
MOST_INHABITANTS = 20_000_000  # more than the whole country has: a typing error
MOST_NAMED = 10  # codes named in one refusal

# The four big cities have an arrangement of their own with their local branch and are outside
# the offer's 14.6 million inhabitants (offer to the municipalities, April 2014). CBS codes.
G4 = {
    "GM0344": "Utrecht",
    "GM0363": "Amsterdam",
    "GM0518": "'s-Gravenhage",
    "GM0599": "Rotterdam",
}


class MunicipalityTwice(BadInput):
    """One import names a municipality more than once."""


class NotOnJanuaryFirst(BadInput):
    """The reference date is not a 1 January; a year is settled by the figures of 1 January."""


class FiguresFromFuture(BadInput):
    """The reference date is in the future."""


class FiguresSettled(Refusal):
    """The year was settled and invoiced by figures that the import would change."""


class FiguresMissing(Refusal):
    """A municipality has no inhabitants' figure for a year that must be priced."""


class FigureNotSettled(Refusal):
    """No year was settled by the figure: it is imported, not corrected."""


class FigureUnchanged(Refusal):
    """The corrected figure is what it was."""


def is_excluded(code: str) -> bool:
    """Tell whether the municipality is one of the G4."""
    return code in G4


def check_reference_date(as_of: date, today: date) -> None:
    """Refuse a reference date that is not a 1 January or is in the future."""
    if (as_of.month, as_of.day) != (1, 1):
        raise NotOnJanuaryFirst(
            f"A year is settled by the figures of its 1 January. Give {as_of.year:04d}-01-01."
        )
    if as_of > today:
        raise FiguresFromFuture(f"{as_of} is still to come. Give a date up to {today}.")


def check_named_once(codes: Iterable[str]) -> None:
    """Refuse an import that names a municipality twice."""
    twice = sorted(code for code, times in Counter(codes).items() if times > 1)
    if twice:
        raise MunicipalityTwice(f"Name each municipality once: {', '.join(twice[:10])}.")


def check_not_settled(changed: Iterable[str], as_of: date, settled: bool) -> None:
    """Refuse changed figures of a settled year; `changed` are codes that had other figures.

    A municipality that had no figures yet may still be added: it changes no price.
    """
    codes = sorted(changed)
    if settled and codes:
        raise FiguresSettled(
            f"{as_of.year} is settled and invoiced by the figures of {as_of}: they stay as they "
            f"are for {', '.join(codes[:10])}. Correct one at "
            "/v1/municipalities/{code}/figure-corrections: invoices follow as a difference."
        )


def check_correction(as_of: date, settled: bool, before: int | None, inhabitants: int) -> None:
    """Refuse a correction of what is not settled, was never known, or does not change.

    `before` is the figure that holds, by its last correction; None: there is none.
    """
    if not settled:
        raise FigureNotSettled(
            f"{as_of.year} is not settled yet: import the figures of {as_of} again instead."
        )
    if before is None:
        raise FiguresMissing(f"There are no figures of {as_of} to correct. Import them first.")
    if before == inhabitants:
        raise FigureUnchanged(f"The figure of {as_of} is {inhabitants} already.")


def check_figures(
    codes: Iterable[str], with_figures: Collection[tuple[str, int]], years: Iterable[int]
) -> None:
    """Refuse when a municipality has no figure of 1 January of a year that must be priced."""
    wanted = list(codes)
    for year in years:
        missing = [code for code in wanted if (code, year) not in with_figures]
        if missing:
            raise FiguresMissing(
                f"No figures of {year}-01-01 for {named(missing)}. Import them first."
            )


def named(codes: Iterable[str]) -> str:
    """Return the first codes in order, and how many more there are."""
    ordered = sorted(codes)
    more = len(ordered) - MOST_NAMED
    return ", ".join(ordered[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
