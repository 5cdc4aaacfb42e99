"""A volunteer's usual week, and for how much they want to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DAYS, PARTS = 7, 6
WISHES = DAYS * PARTS
CANNOT, CAN, GLADLY = range(3)
# Of who has said nothing.
MOST_ASKED_A_WEEK = 2
MOST_NIGHTS_A_MONTH = 2


@dataclass(frozen=True, slots=True)
class Available:
    """What a volunteer said: 42 wishes from Monday's night on, the most, and days of absence.

    `wishes` is None for who has said nothing. The days of an absence are both included.
    """

    wishes: Sequence[int] | None = None
    most_per_week: int = MOST_ASKED_A_WEEK
    most_nights_per_month: int = MOST_NIGHTS_A_MONTH
    from_home: bool = False
    absences: Sequence[tuple[date, date]] = ()

    def is_away(self, day: date) -> bool:
        """Tell whether they are absent on a day."""
        return any(first <= day <= last for first, last in self.absences)

    def wish(self, day: date, part: int) -> int | None:
        """Return what they said of a day part (0: night) of a day's weekday; None: nothing."""
        return None if self.wishes is None else self.wishes[day.weekday() * PARTS + part]
