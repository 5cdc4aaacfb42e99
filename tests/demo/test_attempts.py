"""The demo's attempts: each answered by somebody on duty, and shared out as the sources say."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from contacts.registration.rules import check_kind, check_line, check_times
from demo.figures import CHANNELS, KINDS, TOPICS, hours_of_day
from demo.plan import Plan, make_plan
from demo.roster import AMSTERDAM
from volunteers.shifts.rules.day_parts import span_of

LAST_DAY = date(2026, 3, 31)
END = datetime.combine(LAST_DAY + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(LAST_DAY)


def test_the_same_seed_gives_the_same_two_weeks(plan: Plan) -> None:
    assert make_plan(LAST_DAY) == plan


def test_eleven_thousand_are_answered_and_three_of_ten_are_not(plan: Plan) -> None:
    assert len(plan.answered) + len(plan.evening.chats) == 11_000
    assert len(plan.missed) / (len(plan.missed) + len(plan.answered)) == pytest.approx(
        0.3, abs=1e-4
    )


def test_each_is_answered_by_somebody_who_is_on_duty_then_and_takes_that_channel(
    plan: Plan,
) -> None:
    shifts = defaultdict(list)
    for shift in plan.roster.shifts:
        for member in shift.team:
            shifts[member.number].append((span_of(shift.day, shift.part), shift.channels))
    for one in plan.answered:
        assert any(
            span.starts_at <= one.started_at < span.ends_at and one.channel in channels
            for span, channels in shifts[one.volunteer.number]
        )


def test_nobody_is_in_two_conversations_at_once(plan: Plan) -> None:
    busy = defaultdict(list)
    for one in plan.answered:
        busy[one.volunteer.number].append((one.started_at, one.ended_at))
    for times in busy.values():
        times.sort()
        assert all(first[1] < second[0] for first, second in pairwise(times))


def test_nothing_breaks_the_rules_of_contacts(plan: Plan) -> None:
    for one in plan.answered:
        check_times(one.started_at, one.ended_at, END)
        check_line(one.line, one.line_location is not None)
        check_kind(one.kind, one.topics, one.outcome)
        assert one.referral is None or "suicidal_thoughts" in one.topics
        assert one.correction != "hang_up" or one.kind == "silent"
    for missed in plan.missed:
        assert missed.offered_at < END
        check_line(missed.line, missed.line_location is not None)


def test_channels_kinds_topics_and_hours_are_shared_out_as_the_sources_say(plan: Plan) -> None:
    number = len(plan.answered)
    channels = Counter(one.channel for one in plan.answered)
    for channel, share in CHANNELS.items():
        assert channels[channel] / number == pytest.approx(share / 313_682, abs=0.01)
    calls = [one for one in plan.answered if one.channel == "telephone"]
    kinds = Counter(one.kind for one in calls)
    for kind, share in KINDS["telephone"].items():
        assert kinds[kind] / len(calls) == pytest.approx(share, abs=0.02)
    talks = [one for one in plan.answered if one.kind == "conversation"]
    topics = Counter(topic for one in talks for topic in one.topics)
    assert topics["loneliness"] / len(talks) == pytest.approx(TOPICS["loneliness"], abs=0.02)
    helped = sum(one.outcome == "helped_by_talk" for one in talks) / len(talks)
    assert helped == pytest.approx(0.68, abs=0.02)
    hours = Counter(one.started_at.astimezone(AMSTERDAM).hour for one in plan.answered)
    for hour, share in enumerate(hours_of_day()):
        assert hours[hour] / number == pytest.approx(share / 100, abs=0.01)


def test_conversations_last_as_long_as_the_sources_say(plan: Plan) -> None:
    lengths = defaultdict(list)
    for one in plan.answered:
        if one.kind == "conversation":
            lengths[one.channel].append((one.ended_at - one.started_at).total_seconds() / 60)
    means = {channel: sum(all_) / len(all_) for channel, all_ in lengths.items()}
    assert means["telephone"] == pytest.approx(20, abs=1.5)
    assert means["chat"] == pytest.approx(40, abs=3)


def test_the_whole_demo_adds_up_to_the_years_budget(plan: Plan) -> None:
    assert plan.totals["contracts_signed"] == 386
    assert abs(Decimal(plan.totals["invoiced_total"]) - 3_810_000) < 2
