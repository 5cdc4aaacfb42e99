"""Who gets which attempt, and why not another: read beside the tables of the rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from contacts.queue.rules.lifecycle import Attempt
from contacts.queue.rules.routing import (
    NOT_FITTING,
    NOT_FREE,
    Asked,
    Listener,
    Reason,
    Surroundings,
    is_on_duty,
    match,
    surroundings,
    why_not,
)

ZUTPHEN, ARNHEM, GOES = (UUID(int=n) for n in (1, 2, 3))
HERE, THERE = UUID(int=11), UUID(int=12)
EIGHT = datetime(2026, 3, 1, 20, tzinfo=UTC)
BOTH = frozenset({"chat", "telephone"})
AROUND = Surroundings(mentors_at=frozenset(), on_the_bus=frozenset({HERE, THERE}))
CHAT = Asked("chat", "national", None, HERE)
CALL = Asked("telephone", "national", None, None)


def listener(**changes: Any) -> Listener:
    """Return a listener in Zutphen who is free since eight and may take anything but partners."""
    whole: dict[str, Any] = {
        "volunteer_id": uuid4(), "location_id": ZUTPHEN, "role": "listener", "state": "present",
        "connected": True, "on_shift": True, "admitted": BOTH, "shift_channels": BOTH,
        "lines": frozenset({"national", "local"}), "most_chats": 3, "idle_since": EIGHT,
        "open": {}, "replica_id": HERE, "has_extension": True,
    }  # fmt: skip
    return Listener(**whole | changes)


def attempt(minute: int = 0, **changes: Any) -> Attempt:
    """Return a chat on the national line that came so many minutes after eight."""
    came = EIGHT + timedelta(minutes=minute)
    return replace(Attempt(uuid4(), "chat", "national", None, came), **changes)


def asked_first(one: Attempt, *listeners: Listener, around: Surroundings = AROUND) -> UUID | None:
    """Return who is asked when this attempt is the only one."""
    process = HERE if one.channel == "chat" else None
    for order in (listeners, listeners[::-1]):
        offers = match([(one, process)], order, around)
    return offers[0][1] if offers else None


# Why not her?

WHY_NOT: list[tuple[Reason, dict[str, Any], Asked]] = [
    ("absent", {"state": "absent"}, CHAT),
    ("gone", {"connected": False, "replica_id": None}, CHAT),
    ("paused", {"state": "paused"}, CHAT),
    ("leaving", {"state": "leaving"}, CHAT),
    ("not_on_shift", {"on_shift": False}, CHAT),
    ("no_mentor", {"role": "trainee"}, CHAT),
    ("on_the_telephone", {"open": {"telephone": 1}}, CHAT),
    ("on_the_telephone", {"open": {"telephone": 1}}, CALL),
    ("full", {"open": {"chat": 3}}, CHAT),
    ("full", {"open": {"chat": 1}, "most_chats": 1}, CHAT),
    ("not_admitted_for_channel", {"admitted": frozenset({"telephone"})}, CHAT),
    ("not_admitted_for_channel", {"shift_channels": frozenset({"telephone"})}, CHAT),
    ("not_admitted_for_line", {}, replace(CHAT, line="partner")),
    ("no_extension", {"has_extension": False}, CALL),
    ("chats_open", {"open": {"chat": 1}}, CALL),
    ("seeker_gone", {}, replace(CHAT, replica_id=None)),
    ("bus_away", {"replica_id": UUID(int=13)}, CHAT),
]


@pytest.mark.parametrize(("reason", "changes", "asked"), WHY_NOT)
def test_why_not_her(reason: Reason, changes: dict[str, Any], asked: Asked) -> None:
    assert why_not(asked, listener(), AROUND) is None or asked not in (CHAT, CALL)
    assert why_not(asked, listener(**changes), AROUND) == reason


def test_each_reason_is_in_one_table_and_tried_here() -> None:
    named = [reason for reason, _ in (*NOT_FREE, *NOT_FITTING)]
    assert sorted(named) == sorted(get_args(Reason))
    assert {reason for reason, *_ in WHY_NOT} == set(named)


def test_partner_lines_go_by_skill() -> None:
    able = listener(lines=frozenset({"national", "partner"}), idle_since=EIGHT)
    longer_idle = listener(idle_since=EIGHT - timedelta(hours=1))
    assert asked_first(attempt(line="partner"), longer_idle, able) == able.volunteer_id


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"location_id": ARNHEM}, False),
        ({"state": "paused"}, False),
        ({"connected": False}, False),
        ({"on_shift": False}, False),
        ({"role": "listener"}, False),
        ({"open": {"telephone": 1}}, True),  # busy, and present all the same
    ],
)
def test_a_trainee_only_with_a_mentor_who_is_present_there(
    changes: dict[str, Any], fits: bool
) -> None:
    trainee = listener(role="trainee")
    mentor = listener(**{"role": "mentor", "admitted": frozenset()} | changes)
    around = surroundings([trainee, mentor], {HERE})
    assert (why_not(CHAT, trainee, around) is None) == fits
    assert is_on_duty(CHAT, trainee, around) == fits


@pytest.mark.parametrize(
    ("seeker", "hers", "on_the_bus", "reason"),
    [
        (HERE, HERE, set(), None),
        (HERE, THERE, {HERE, THERE}, None),
        (HERE, THERE, {HERE}, "bus_away"),
        (HERE, THERE, {THERE}, "bus_away"),
    ],
)
def test_words_get_from_process_to_process_by_the_bus(
    seeker: UUID, hers: UUID, on_the_bus: set[UUID], reason: Reason | None
) -> None:
    asked, around = replace(CHAT, replica_id=seeker), surroundings([], on_the_bus)
    assert why_not(asked, listener(replica_id=hers), around) == reason
    assert why_not(CALL, listener(replica_id=hers), around) is None  # a call needs no process


# Who first?


def test_longest_idle_first() -> None:
    idle = [listener(idle_since=EIGHT - timedelta(minutes=m)) for m in (5, 20, 10)]
    assert asked_first(attempt(), *idle) == idle[1].volunteer_id


def test_the_fewest_chats_before_the_longest_idle() -> None:
    idle = listener(open={"chat": 1}, idle_since=EIGHT - timedelta(hours=1))
    free = listener()
    assert asked_first(attempt(), idle, free) == free.volunteer_id


def test_the_location_of_a_local_line_first() -> None:
    there = listener(location_id=ARNHEM, open={"chat": 2})
    elsewhere = listener(idle_since=EIGHT - timedelta(hours=1))
    local = attempt(line="local", line_location_id=ARNHEM)
    assert asked_first(local, elsewhere, there) == there.volunteer_id
    assert asked_first(attempt(), elsewhere, there) == elsewhere.volunteer_id


def test_then_the_nation() -> None:
    elsewhere = listener()
    assert (
        asked_first(attempt(line="local", line_location_id=GOES), elsewhere)
        == elsewhere.volunteer_id
    )


def test_who_passed_is_asked_last_and_then_who_passed_longest_ago() -> None:
    once, lately = listener(), listener()
    fresh = listener(open={"chat": 2}, location_id=ARNHEM)
    one = attempt(
        line="local", line_location_id=ZUTPHEN, passed=(once.volunteer_id, lately.volunteer_id)
    )
    assert asked_first(one, once, lately, fresh) == fresh.volunteer_id
    assert asked_first(one, lately, once) == once.volunteer_id


def test_who_came_first_is_offered_first_and_who_was_given_back_before() -> None:
    only = listener(most_chats=1)
    early, late = attempt(0), attempt(5)
    back = attempt(9, given_back=True)
    queue = [(one, HERE) for one in (late, back, early)]
    assert match(queue, [only], AROUND) == [(back, only.volunteer_id)]
    assert match(queue[::2], [only], AROUND) == [(early, only.volunteer_id)]


def test_who_cannot_be_taken_does_not_hold_up_those_behind() -> None:
    only = listener()
    stuck, behind = attempt(0, line="partner"), attempt(5)
    assert match([(stuck, HERE), (behind, HERE)], [only], AROUND) == [(behind, only.volunteer_id)]


# How many?


def test_chats_are_spread_and_nobody_gets_more_than_may_be_open() -> None:
    one, two = listener(most_chats=3, open={"chat": 1}), listener(most_chats=2)
    offers = match([(attempt(minute), HERE) for minute in range(9)], [one, two], AROUND)
    got = [volunteer_id for _, volunteer_id in offers]
    assert (got.count(one.volunteer_id), got.count(two.volunteer_id)) == (2, 2)
    assert got[0] == two.volunteer_id  # who has none gets the first


def test_in_one_pass_too_is_a_call_alone() -> None:
    only = listener()
    call = attempt(0, channel="telephone")
    chat = attempt(1)
    assert match([(call, None), (chat, HERE)], [only], AROUND) == [(call, only.volunteer_id)]
    later = replace(call, arrived_at=EIGHT + timedelta(minutes=2))
    assert match([(chat, HERE), (later, None)], [only], AROUND) == [(chat, only.volunteer_id)]


# Is anybody on duty?


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({"state": "paused"}, True),
        ({"open": {"chat": 3}}, True),
        ({"open": {"telephone": 1}}, True),
        ({"connected": False, "replica_id": None}, True),  # may be back within half a minute
        ({"state": "leaving"}, False),
        ({"state": "absent"}, False),
        ({"on_shift": False}, False),
        ({"admitted": frozenset({"telephone"})}, False),
        ({"lines": frozenset({"partner"})}, False),
    ],
)
def test_a_help_seeker_waits_while_somebody_is_there(changes: dict[str, Any], there: bool) -> None:
    assert is_on_duty(CHAT, listener(**changes), AROUND) == there


def test_who_came_for_a_surge_is_asked_first_for_it_and_last_for_the_rest() -> None:
    surge = uuid4()
    came = listener(surge_id=surge, idle_since=EIGHT)
    usual = listener(idle_since=EIGHT - timedelta(hours=1))
    assert asked_first(attempt(surge_id=surge), usual, came) == came.volunteer_id
    assert asked_first(attempt(), usual, came) == usual.volunteer_id


def test_a_surge_has_no_priority_over_who_came_before() -> None:
    first, of_surge = attempt(), attempt(minute=1, surge_id=uuid4())
    alone = listener(most_chats=1)
    offers = match([(of_surge, HERE), (first, HERE)], [alone], AROUND)
    assert [one.attempt_id for one, _ in offers] == [first.attempt_id]


def test_for_a_call_nobody_is_on_duty_whom_the_exchange_cannot_ring() -> None:
    assert is_on_duty(CALL, listener(), AROUND)
    assert not is_on_duty(CALL, listener(has_extension=False), AROUND)
    assert is_on_duty(CHAT, listener(has_extension=False), AROUND)
