"""How many half-days of intervision and training a calendar year asks, and what is short."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from shared.refusals import BadInput, NotFound

A_YEAR = 10  # half-days that every volunteer attends at least


class SessionNotFound(NotFound):
    """No session of intervision or training was planned by this id."""


class SessionStillToCome(BadInput):
    """An attendance list is handed in once the session was held."""


@dataclass(frozen=True, slots=True)
class HalfDays:
    """The half-days of one volunteer in a calendar year.

    `required` are asked, `done` were attended, `foreseen` are those and the planned ones on whose
    list the volunteer is.
    """

    year: int
    required: int
    done: int
    foreseen: int

    @property
    def shortfall(self) -> int:
        """How many are missing if the volunteer attends all that is planned; 0 for enough."""
        return max(0, self.required - self.foreseen)


def half_days_of(year: int, admitted_on: date | None, done: int, planned: int) -> HalfDays:
    """Return the count of a year from what was attended and what is planned."""
    return HalfDays(year, required_half_days(year, admitted_on), done, done + planned)


def required_half_days(year: int, admitted_on: date | None) -> int:
    """Return how many half-days a year asks: ten, in the year of the admission its share.

    The share is that of the days from the admission on, rounded down. `admitted_on` None: nothing
    is asked before the admission, as the basic training counts for itself.
    """
    if admitted_on is None or admitted_on.year > year:
        return 0
    if admitted_on.year < year:
        return A_YEAR
    days_left = (date(year, 12, 31) - admitted_on).days + 1
    return A_YEAR * days_left // (366 if isleap(year) else 365)


def check_was_held(on_day: date, today: date) -> None:
    """Refuse an attendance list of a day that is still to come (dates in Amsterdam)."""
    if on_day > today:
        raise SessionStillToCome(
            f"the session is on {on_day}, but today is {today}: hand in the list once it was held"
        )
