"""A calendar's text says the same to two parsers, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import ics
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from volunteers.calendars.rules import CANCELLED_STAYS, Entry, calendar_text, is_shown
from volunteers.shifts.rules.day_parts import DAY_PARTS, span_of

NOW = datetime(2026, 10, 20, 9, 30, 12, 345, tzinfo=UTC)


def entry_of(day: date, part: str, **changes: object) -> Entry:
    span = span_of(day, part)
    known = {"summary": "Nacht", "place": "Zutphen", "sequence": 3, "cancelled": False}
    return Entry(uid=uuid4(), starts_at=span.starts_at, ends_at=span.ends_at, **known | changes)


@pytest.mark.parametrize(
    ("day", "starts", "hours"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 5),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC), 4),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 3),
    ],
)
def test_the_night_of_a_clock_change_lasts_as_long_as_it_does(
    day: date, starts: datetime, hours: int
) -> None:
    text = calendar_text("Diensten", [entry_of(day, "night")], NOW)
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}".encode() in text
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    (other,) = ics.Calendar(text.decode()).events
    for begins, ends in ((event["DTSTART"].dt, event["DTEND"].dt), (other.begin, other.end)):
        assert begins == starts
        assert ends - begins == timedelta(hours=hours)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.dates(date(2015, 1, 1), date(2040, 12, 31)), st.sampled_from(DAY_PARTS),
            st.integers(1, 9), st.booleans(),
        ),
        max_size=5,
    )
)  # fmt: skip
def test_two_parsers_read_back_what_was_written(
    found: list[tuple[date, str, int, bool]],
) -> None:
    entries = [
        entry_of(day, part, place=f"Zutphen {number}", sequence=number, cancelled=cancelled)
        for day, part, number, cancelled in found
    ]
    text = calendar_text("Diensten; van Ä, B", entries, NOW)
    assert max(map(len, text.split(b"\r\n"))) <= 75
    read = Calendar.from_ical(text)
    assert read.errors == []
    assert [
        Entry(
            uid=type(entries[0].uid)(str(one["UID"])), starts_at=one["DTSTART"].dt,
            ends_at=one["DTEND"].dt, summary=str(one["SUMMARY"]), place=str(one["LOCATION"]),
            sequence=one["SEQUENCE"], cancelled=str(one["STATUS"]) == "CANCELLED",
        )
        for one in read.walk("VEVENT")
    ] == entries  # fmt: skip
    others = {one.uid: one for one in ics.Calendar(text.decode()).events}
    assert set(others) == {str(one.uid) for one in entries}
    for one in entries:
        other = others[str(one.uid)]
        assert (other.begin, other.end) == (one.starts_at, one.ends_at)
        assert (other.status == "CANCELLED") == one.cancelled


def test_what_was_cancelled_stays_for_thirty_days() -> None:
    assert is_shown(None, NOW)
    assert is_shown(NOW - CANCELLED_STAYS + timedelta(seconds=1), NOW)
    assert not is_shown(NOW - CANCELLED_STAYS, NOW)
