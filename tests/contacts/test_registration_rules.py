"""What a registration must be: the pure rules."""

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args
from uuid import uuid4

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


AT = datetime(2026, 11, 20, 20, 4, 31, tzinfo=UTC)
LATER = AT + timedelta(days=1)
MINUTES = timedelta(minutes=1)


def call(begins: float, ends: float) -> rules.TelephoneContact:
    """Return a contact that lasts from one minute to another after `AT`."""
    return rules.TelephoneContact(uuid4(), AT + begins * MINUTES, AT + ends * MINUTES)


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (call(0, 20), True),  # the same, registered twice
        (call(-5, 1), True),
        (call(19, 40), True),
        (call(5, 6), True),
        (call(-5, 25), True),
        (call(-5, 0), False),  # one ends as the other begins
        (call(20, 40), False),
        (call(19.99, 40), True),
        (call(10, 10), True),  # hung up at once, while the other went on
        (call(0, 0), False),
        (call(20, 20), False),
    ],
)
def test_a_listener_is_in_one_telephone_conversation_at_a_time(
    other: rules.TelephoneContact, overlaps: bool
) -> None:
    def check() -> None:
        rules.check_one_at_a_time(AT, AT + 20 * MINUTES, [call(-60, -50), other], LATER)

    if not overlaps:
        check()
        return
    with pytest.raises(rules.TelephoneContactsOverlap) as refused:
        check()
    assert str(other.contact_id) in refused.value.detail
    for moment in (other.started_at, other.ended_at):
        assert f"{moment.replace(tzinfo=None).isoformat()}Z" in refused.value.detail


def test_two_that_hung_up_at_the_same_moment_are_two() -> None:
    rules.check_one_at_a_time(AT, AT, [call(0, 0)], LATER)


def test_the_other_contacts_times_are_told_in_utc() -> None:
    amsterdam = timezone(timedelta(hours=1))
    other = rules.TelephoneContact(
        uuid4(), AT.astimezone(amsterdam), (AT + MINUTES).astimezone(amsterdam)
    )
    with pytest.raises(rules.TelephoneContactsOverlap, match="from 2026-11-20T20:04:31Z to "):
        rules.check_one_at_a_time(AT, AT + MINUTES, [other], LATER)


@given(
    begins=st.integers(0, 899),
    lasts=st.integers(0, 7200),
    before=st.integers(-7200, 7200),
    length=st.integers(0, 7200),
)
def test_of_a_contact_whose_times_are_cut_only_what_surely_was_under_way_counts(
    begins: int, lasts: int, before: int, length: int
) -> None:
    """Nobody is refused for what the cut moved; a conversation of half an hour is still found."""
    quarter = AT.replace(minute=0, second=0)
    started_at = quarter + timedelta(seconds=begins)
    ended_at = started_at + timedelta(seconds=lasts)
    minutes = timedelta(minutes=rules.whole_minutes(started_at, ended_at))
    cut = rules.TelephoneContact(uuid4(), quarter, quarter + minutes)
    now = AT + rules.EXACT_FOR + timedelta(days=1)
    mine = started_at + timedelta(seconds=before)
    ends = mine + timedelta(seconds=length)
    really = mine < ended_at and started_at < ends
    try:
        rules.check_one_at_a_time(mine, ends, [cut], now)
    except rules.TelephoneContactsOverlap:
        assert really
    if lasts >= 1800:
        with pytest.raises(rules.TelephoneContactsOverlap):
            rules.check_one_at_a_time(started_at, ended_at, [cut], now)
