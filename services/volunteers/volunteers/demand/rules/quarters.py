"""Which of the 96 quarter hours of a local day lie in a day part."""

import datetime as dt

from volunteers.amsterdam import AMSTERDAM
from volunteers.shifts.rules.day_parts import DayPart, Span, span_of

QUARTER = dt.timedelta(minutes=15)


def quarters_of(day: dt.date, part: DayPart) -> list[int]:
    """Return the numbers of its quarter hours as the local clock counts them.

    In the night in which the clock changes an hour is missing, or comes twice.
    """
    return [quarter_at(moment) for moment in _moments(span_of(day, part))]


def quarter_at(moment: dt.datetime) -> int:
    """Return the number of the quarter hour, 0 to 95, in which a moment lies in Amsterdam."""
    local = moment.astimezone(AMSTERDAM)
    return local.hour * 4 + local.minute // 15


def _moments(span: Span) -> list[dt.datetime]:
    count = (span.ends_at - span.starts_at) // QUARTER
    return [span.starts_at + QUARTER * number for number in range(count)]
