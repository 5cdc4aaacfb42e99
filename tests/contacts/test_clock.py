"""The clock of the queue: real, or as development has set it."""

from datetime import UTC, datetime, timedelta

import pytest
from contacts.clock.clock import Clock, Setting
from shared.database import is_away

SET_AT = datetime(2026, 1, 16, 12, tzinfo=UTC)


def test_a_clock_runs_from_what_it_was_set_to() -> None:
    setting = Setting(SET_AT, datetime(2016, 3, 20, 20, tzinfo=UTC), 30)
    assert setting.at(SET_AT + timedelta(seconds=2)) == datetime(2016, 3, 20, 20, 1, tzinfo=UTC)


def test_a_clock_that_cannot_be_set_is_real_at_once() -> None:
    assert abs(datetime.now(UTC) - Clock().now()) < timedelta(seconds=5)


def test_a_clock_that_may_have_been_set_shows_nothing_before_it_was_read() -> None:
    with pytest.raises(Exception, match="not read yet") as found:
        Clock(settable=True).now()
    # so a client is told to ask again, as it is while the database is away
    assert is_away(found.value)
