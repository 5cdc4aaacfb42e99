"""What a registration must be: the pure rules."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from contacts.registration import rules
from hypothesis import assume, given
from hypothesis import strategies as st
from shared.events.vocabulary import Kind, Outcome, Topic

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(0), timedelta(hours=24))


@given(MOMENTS, LENGTHS, LENGTHS)
def test_a_contact_that_has_ended_is_taken(
    started_at: datetime, length: timedelta, later: timedelta
) -> None:
    rules.check_times(started_at, started_at + length, started_at + length + later)
    assert rules.whole_minutes(started_at, started_at + length) >= 0


@given(MOMENTS, LENGTHS, st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_a_contact_that_ends_in_the_future_is_refused(
    started_at: datetime, length: timedelta, ahead: timedelta
) -> None:
    ended_at = started_at + length
    with pytest.raises(rules.ContactEndsInFuture, match="once it has ended"):
        rules.check_times(started_at, ended_at, ended_at - ahead)


@given(MOMENTS, LENGTHS)
def test_the_bus_is_told_less_than_a_quarter_hour_and_half_a_minute(
    started_at: datetime, length: timedelta
) -> None:
    quarter = rules.quarter(started_at)
    assert timedelta(0) <= started_at - quarter < timedelta(minutes=15)
    assert quarter.minute % 15 == quarter.second == quarter.microsecond == 0
    told = timedelta(minutes=rules.whole_minutes(started_at, started_at + length))
    assert abs(told - length) <= timedelta(seconds=31)


@given(
    st.sampled_from(get_args(Kind)),
    st.lists(st.sampled_from(get_args(Topic)), max_size=4),
    st.sampled_from(get_args(Outcome)),
)
def test_only_a_conversation_has_topics_and_an_outcome(
    kind: Kind, topics: list[Topic], outcome: Outcome
) -> None:
    talked = outcome != "no_conversation" and 1 <= len(topics) <= 3
    fits = talked if kind == "conversation" else not topics and outcome == "no_conversation"
    assume(len(set(topics)) == len(topics))
    if fits:
        assert rules.check_kind(kind, topics, outcome) is None
    else:
        with pytest.raises(rules.KindAndOutcomeDisagree):
            rules.check_kind(kind, topics, outcome)


@pytest.mark.parametrize(
    ("line", "has_location", "fits"),
    [
        ("local", True, True),
        ("local", False, False),
        ("national", False, True),
        ("national", True, False),
        ("partner", True, False),
    ],
)
def test_the_local_line_names_its_location(line: str, has_location: bool, fits: bool) -> None:
    if fits:
        assert rules.check_line(line, has_location) is None  # type: ignore[arg-type]
    else:
        with pytest.raises(rules.LineAndLocationDisagree, match="lineLocationId"):
            rules.check_line(line, has_location)  # type: ignore[arg-type]
