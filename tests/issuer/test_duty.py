"""A listener who is chosen on the start page gets a shift of the day part that it is."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sensoor.issuer.duty import day_part_of, put_on_duty
from sensoor.issuer.persons import Person
from shared.roles import Role
from volunteers.shifts.rules.day_parts import span_of


@pytest.mark.parametrize(
    ("moment", "day", "part"),
    [
        (datetime(2026, 1, 16, 22, 59, tzinfo=UTC), "2026-01-16", "evening"),
        (datetime(2026, 1, 16, 23, 0, tzinfo=UTC), "2026-01-17", "night"),
        (datetime(2026, 7, 1, 1, 59, tzinfo=UTC), "2026-07-01", "night"),
        (datetime(2026, 7, 1, 2, 0, tzinfo=UTC), "2026-07-01", "early_morning"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "2026-07-01", "afternoon"),
    ],
)
def test_the_day_part_is_that_of_an_amsterdam_clock(moment: datetime, day: str, part: str) -> None:
    assert day_part_of(moment) == (day, part)
    # as volunteers plans shifts
    span = span_of(datetime.fromisoformat(day).date(), part)  # type: ignore[arg-type]
    assert span.starts_at <= moment < span.ends_at


def files_in(home: Path) -> list[Path]:
    return list(home.iterdir())


async def test_where_no_platform_is_up_nothing_happens(tmp_path: Path) -> None:
    await put_on_duty(tmp_path, Person(Role.LISTENER, uuid4()))
    await put_on_duty(tmp_path, Person(Role.FINANCE))
    assert files_in(tmp_path) == []
