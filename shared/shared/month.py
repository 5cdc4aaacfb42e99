"""A calendar month in the Netherlands, and when its figures may be disclosed.

A month is closed a week after its end. Until then registrations still come in one by one, and
repeated queries would show each caller by the differences.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.refusals import Refusal

TIME_ZONE = ZoneInfo("Europe/Amsterdam")
MONTHS = 12
PATTERN = r"^20\d\d-(0[1-9]|1[0-2])$"
DAYS_OPEN = 7


class MonthNotClosed(Refusal):
    """The month's figures are not disclosed yet, or not to this role."""

    status = 403


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

    @property
    def closes(self) -> datetime:
        """The moment from which the month is closed, in UTC: a week after its end."""
        after = self.next()
        day = datetime(after.year, after.number, 1 + DAYS_OPEN, tzinfo=TIME_ZONE)
        return day.astimezone(UTC)

    def next(self) -> "Month":
        """Return the month after this one."""
        if self.number == MONTHS:
            return Month(self.year + 1, 1)
        return Month(self.year, self.number + 1)

    def before(self) -> "Month":
        """Return the month before this one."""
        if self.number == 1:
            return Month(self.year - 1, MONTHS)
        return Month(self.year, self.number - 1)


def month_of(text: str) -> Month:
    """Read `2016-03`."""
    year, number = text.split("-")
    return Month(int(year), int(number))


def month_at(moment: datetime) -> Month:
    """Return the month that it is in Amsterdam."""
    there = moment.astimezone(TIME_ZONE)
    return Month(there.year, there.month)


def last_closed(now: datetime) -> Month:
    """Return the newest month that is closed."""
    month = month_at(now).before()
    return month if month.closes <= now else month.before()


def check_closed(month: Month, now: datetime) -> None:
    """Refuse a month that is not closed; raises `MonthNotClosed`."""
    if now < month.closes:
        day = month.closes.astimezone(TIME_ZONE).date()
        raise MonthNotClosed(
            f"{month} is not closed: ask again from {day} on, or ask for"
            f" {last_closed(now)} or a month before it"
        )
