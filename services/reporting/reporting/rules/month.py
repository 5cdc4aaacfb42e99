"""A month, as people in the Netherlands count it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Europe/Amsterdam")
MONTHS = 12


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in Europe/Amsterdam; `str()` gives `2016-03`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def begins(self) -> datetime:
        """The month's first moment, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=TIME_ZONE).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The next month's first moment, in UTC."""
        return self.next().begins

    def next(self) -> "Month":
        """Return the month after this one."""
        if self.number == MONTHS:
            return Month(self.year + 1, 1)
        return Month(self.year, self.number + 1)


def month_of(text: str) -> Month:
    """Read `2016-03`."""
    year, number = text.split("-")
    return Month(int(year), int(number))
