"""When a line is open: by the clock of Amsterdam, in summer and winter."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from contacts.lines.rules import LinesNotRight, OwnLine, Window, check_lines, is_open

WEEKDAYS = [Window(day, "09:00", "17:30") for day in range(1, 6)]
LINE = OwnLine("0900001", "national")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_without_hours_it_is_open_day_and_night() -> None:
    assert all(is_open(LINE, at(day, hour)) for day in range(1, 8) for hour in range(24))


@pytest.mark.parametrize(
    ("now", "opened"),
    [
        (at(2, 7, 59), False),  # Monday 08:59 in winter
        (at(2, 8), True),
        (at(2, 16, 29), True),
        (at(2, 16, 30), False),
        (at(7, 10), False),  # Saturday
        (at(30, 6, 59), False),  # Monday 08:59 in summer
        (at(30, 7), True),
    ],
)
def test_windows_are_those_of_the_day_of_the_week(now: datetime, *, opened: bool) -> None:
    assert is_open(OwnLine("1", "national", hours=WEEKDAYS), now) is opened


def test_a_window_until_midnight_and_a_closed_day() -> None:
    line = OwnLine(
        "1", "national", hours=[Window(7, "18:00", "24:00")], closed_days=[date(2026, 3, 8)]
    )
    assert is_open(line, at(1, 22, 59))  # Sunday 23:59
    assert not is_open(line, at(1, 23))  # Monday
    assert not is_open(line, at(8, 20))


@pytest.mark.parametrize(
    "wrong",
    [
        [LINE, LINE],
        [OwnLine("1", "local")],
        [OwnLine("1", "national", location_id=UUID(int=1))],
        [OwnLine("1", "partner")],
        [OwnLine("1", "national", organisation="113online")],
        [OwnLine("1", "national", hours=[Window(1, "22:00", "02:00")])],
    ],
)
def test_a_line_that_contradicts_itself_is_refused(wrong: list[OwnLine]) -> None:
    with pytest.raises(LinesNotRight):
        check_lines(wrong)


def test_calls_of_a_surge_line_are_counted_as_national() -> None:
    assert OwnLine("1", "surge").line == "national"
