"""Which period may be closed, and which is due."""

from collections.abc import Collection
from datetime import datetime

from shared.month import TIME_ZONE, Month, last_closed
from shared.refusals import Refusal

from reporting.books.periods import Period, wholes_of


class PeriodNotOver(Refusal):
    """The period is not over, or late registrations may still come."""


class AlreadyClosed(Refusal):
    """The period is closed, and its reports are published."""


class PartsNotClosed(Refusal):
    """A month of the period, or a quarter of the year, is not closed."""


class WholeIsClosed(Refusal):
    """The quarter or the year of the month is closed without it."""


def check_over(period: Period, now: datetime) -> None:
    """Refuse a period that may not be closed yet; raises `PeriodNotOver`."""
    if now < period.closes:
        day = period.closes.astimezone(TIME_ZONE).date()
        raise PeriodNotOver(f"{period} may be closed from {day} on: until then it changes")


def check_parts(period: Period, closed: Collection[Period], counted: Collection[Period]) -> None:
    """Refuse a whole before its parts; raises `PartsNotClosed`.

    `closed` are the periods that are closed, `counted` the months that have attempts. A part
    without any attempt is never closed, and adds nothing.
    """
    wanted = [part for part in period.parts if _has_any(part, counted)]
    missing = sorted(str(part) for part in wanted if part not in closed)
    if missing:
        raise PartsNotClosed(f"close {', '.join(missing)} before {period}")


def _has_any(part: Period, counted: Collection[Period]) -> bool:
    return any(month.first in part.months for month in counted)


def check_wholes(wholes: Collection[Period], closed: Collection[Period], period: Period) -> None:
    """Refuse a part of what is closed already; raises `WholeIsClosed`."""
    for whole in wholes:
        if whole in closed:
            raise WholeIsClosed(
                f"{whole} is closed and was published without {period}: what came later is"
                " not published by period any more"
            )


def due(closed: Collection[Period], counted: Collection[Period], now: datetime) -> list[Period]:
    """Return the periods to close now, in order.

    The clock closes what is open from the beginning of a year on: that of the newest closed month,
    or where nothing is closed that of the newest month that may be. A month that only had late
    attempts is closed too. Older ones are closed by the command. Each whole follows its last part.
    """
    newest = max((one.first for one in closed), default=last_closed(now))
    begin = Month(newest.year, 1)
    months = sorted(
        one for one in counted
        if one not in closed and one.first >= begin and one.closes <= now
        and not any(whole in closed for whole in wholes_of(one))
    )  # fmt: skip
    wholes = {whole for one in [*closed, *months] for whole in wholes_of(one)}
    ended = [whole for whole in wholes if whole not in closed and whole.closes <= now]
    return [*months, *sorted(ended, key=lambda whole: (whole.length, whole))]
