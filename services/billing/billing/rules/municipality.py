"""Municipalities by their CBS code and figures, and the four that the offer leaves out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from shared.refusals import BadInput, Refusal

CODE = r"^GM\d{4}$"
# Letters and the signs of names such as "Nuenen, Gerwen en Nederwetten", "Bergen (NH.)" and
# "'s-Gravenhage": no digit and no @, so that neither a number nor an address can be one.
NAME = r"^['\p{L}][\p{L} .,'()/-]*$"
LONGEST_NAME = 60
MOST_INHABITANTS = 20_000_000  # more than the whole country has: a slip of the keyboard

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
    """Figures are of 1 January: that is what a year is settled by."""


class FiguresFromFuture(BadInput):
    """Nobody can have counted on a day to come."""


class FiguresSettled(Refusal):
    """The year was settled, and invoiced, by the figures as they were."""


def is_excluded(code: str) -> bool:
    """Tell whether the municipality is one of the G4."""
    return code in G4


def check_reference_date(as_of: date, today: date) -> None:
    """Refuse figures of a day that no settlement would read or that is still to come."""
    if (as_of.month, as_of.day) != (1, 1):
        raise NotOnJanuaryFirst(
            f"A year is settled by the figures of its 1 January. Give {as_of.year:04d}-01-01."
        )
    if as_of > today:
        raise FiguresFromFuture(f"{as_of} is still to come. Give a date up to {today}.")


def check_named_once(codes: Iterable[str]) -> None:
    """Refuse an import in which a municipality stands twice."""
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
            f"are for {', '.join(codes[:10])}."
        )
