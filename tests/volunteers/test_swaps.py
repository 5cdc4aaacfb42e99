"""Swaps over HTTP: two, three in a ring, takeovers, chains; all agree, or nothing happens."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.shifts.rules.day_parts import span_of
from volunteers.swaps.lapse_swaps import lapse_swaps
from volunteers.swaps.rules import (
    ChainByCoordinator,
    Leg,
    SwapUnclear,
    TooLateToSwap,
    check_legs,
    last_moment,
)

from tests.volunteers import desk
from tests.volunteers.attempts import TODAY, Helpline, double_hour

A, B, C, X, Y, Z, HOLE = (UUID(int=number) for number in range(1, 8))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("legs", "refused"),
    [
        ([(A, X, Y), (B, Y, X)], None),
        ([(A, X, Y), (B, Y, Z), (C, Z, X)], None),
        ([(A, X, None), (B, None, X)], None),
        ([(A, X, None), (None, None, X)], None),
        ([(A, X, HOLE), (B, None, X)], ChainByCoordinator),
        ([(A, X, None), (B, Y, None)], SwapUnclear),
        ([(A, X, None), (A, None, X)], SwapUnclear),
        ([(A, X, Y), (B, X, Y)], SwapUnclear),
        ([(A, X, X), (B, Y, Y)], SwapUnclear),
        ([(A, X, Y), (None, Y, X)], SwapUnclear),
        ([(None, X, None), (B, None, X)], SwapUnclear),
        ([(A, None, X), (B, None, Y)], SwapUnclear),
        ([(A, None, None), (B, X, Y), (C, Y, X)], SwapUnclear),
    ],
)
def test_who_gets_what_of_whom_is_clear_or_refused(legs, refused):
    found = [Leg(*leg) for leg in legs]
    if refused is None:
        check_legs(found, by_coordinator=False)
    else:
        with pytest.raises(refused):
            check_legs(found, by_coordinator=False)


def test_a_coordinator_moves_people_into_one_hole():
    check_legs([Leg(A, X, HOLE), Leg(B, None, X)], by_coordinator=True)
    check_legs([Leg(A, X, HOLE), Leg(B, Y, X), Leg(C, None, Y)], by_coordinator=True)
    with pytest.raises(SwapUnclear):
        check_legs([Leg(A, X, HOLE), Leg(B, Y, Z), Leg(C, None, Y)], by_coordinator=True)


@given(st.floats(0, 20))
def test_all_agree_within_a_week_and_an_hour_before_the_first_shift(days):
    first, later = NOW + timedelta(days=days), NOW + timedelta(days=30)
    if days <= 1 / 24:
        with pytest.raises(TooLateToSwap):
            last_moment([later, first], NOW)
    else:
        until = last_moment([later, first], NOW)
        assert until == min(first - timedelta(hours=1), NOW + timedelta(days=7))


def test_an_hour_before_the_night_part_after_the_double_hour_is_three_oclock_winter_time():
    early = span_of(double_hour(), "early_morning")

    assert last_moment([early.starts_at], early.starts_at - timedelta(days=1)) == (
        span_of(double_hour(), "night").starts_at + timedelta(hours=4)
    )


async def given_shifts(platform, *kinds, needed=1, **facts):
    """Return a helpline, people of these kinds, and a shift for each, which they are in."""
    service = await platform.service("volunteers")
    line = await Helpline(service.client, service.database, TODAY + timedelta(days=10)).open()
    people = await line.people(*kinds)
    shifts = [await line.shift(days, needed=needed, **facts) for days in range(len(kinds))]
    for one, shift in zip(people, shifts, strict=True):
        assert await line.sign_up(one, shift) == "done"
    return line, people, shifts


async def test_three_exchange_in_a_ring_once_all_have_agreed(platform):
    line, (a, b, c), (x, y, z) = await given_shifts(platform, "new", "new", "mentor")

    swap = await line.swap(a, (a, x, y), (b, y, z), (c, z, x))
    assert await line.agree(b, swap["swapId"]) == "done"
    assert await line.who_is_in(x) == {a.volunteer_id}
    assert await line.agree(c, swap["swapId"]) == "done"

    assert [await line.who_is_in(one) for one in (x, y, z)] == [
        {c.volunteer_id}, {a.volunteer_id}, {b.volunteer_id}
    ]  # fmt: skip
    listed = (await line.ask(b, "GET", "/swaps?state=done")).json()["items"]
    assert [one["swapId"] for one in listed] == [swap["swapId"]]


async def test_of_two_rings_that_share_a_shift_one_is_done_and_the_other_refused(platform):
    """Given two rings of three through one place, when both get their last agreement at once."""
    line, (a, b, c, d, e), (x, y, z, v, w) = await given_shifts(platform, *["new"] * 5)
    one = await line.swap(a, (a, x, y), (b, y, z), (c, z, x))
    other = await line.swap(a, (a, x, v), (d, v, w), (e, w, x))
    for who, swap in ((b, one), (d, other)):
        assert await line.agree(who, swap["swapId"]) == "done"

    told = await asyncio.gather(
        line.agree(c, one["swapId"]), line.agree(e, other["swapId"]),
    )  # fmt: skip

    assert sorted(told) == ["done", "place-is-gone"]
    states = {
        swap["swapId"]: swap["state"]
        for swap in (await line.ask(a, "GET", "/swaps")).json()["items"]
    }
    done, open_ = (one, other) if told[0] == "done" else (other, one)
    assert states == {done["swapId"]: "done", open_["swapId"]: "proposed"}
    taken = [await line.who_is_in(shift) for shift in (x, y, z, v, w)]
    assert all(len(who) == 1 for who in taken)
    assert len(set().union(*taken)) == 5


async def test_many_rings_at_once_neither_lose_nor_double_a_place(platform):
    line, people, shifts = await given_shifts(platform, *["new"] * 4)
    rings = []
    for one in range(4):
        legs = [
            (people[(one + step) % 4], shifts[(one + step) % 4], shifts[(one + step + by) % 4])
            for step, by in ((0, 1), (1, 1), (2, 2))
        ]
        rings.append((await line.swap(legs[0][0], *legs), [leg[0] for leg in legs[1:]]))

    told = await asyncio.gather(
        *(line.agree(who, swap["swapId"]) for swap, others in rings for who in others)
    )

    assert set(told) <= {"done", "place-is-gone"}
    taken = [await line.who_is_in(shift) for shift in shifts]
    assert sorted(map(len, taken)) == [1, 1, 1, 1]
    assert set().union(*taken) == {one.volunteer_id for one in people}


async def test_a_takeover_is_open_to_the_first_who_may(platform):
    line, (a, b), (x, _) = await given_shifts(platform, "new", "experienced")
    afar, c = await line.people("elsewhere", "new")
    swap = await line.swap(a, (a, x, None), (None, None, x))

    assert swap["legs"][1]["volunteerId"] is None
    assert await line.agree(afar, swap["swapId"]) == "other-location"
    told = await asyncio.gather(line.agree(b, swap["swapId"]), line.agree(c, swap["swapId"]))

    assert sorted(told) in (["beyond-reach", "done"], ["done", "swap-is-settled"])
    winner = (b, c)[told.index("done")]
    assert await line.who_is_in(x) == {winner.volunteer_id}


async def test_a_chain_that_a_coordinator_proposes_fills_the_hole_once_both_agree(platform):
    line, (a,), (x,) = await given_shifts(platform, "new")
    (b,) = await line.people("experienced")
    hole = await line.shift(0, "evening")
    legs = ((a, x, hole), (b, None, x))

    assert await line.swap(a, *legs) == "chain-by-coordinator"
    swap = await line.swap(None, *legs)
    assert [await line.agree(one, swap["swapId"]) for one in (a, b)] == ["done", "done"]

    assert await line.who_is_in(hole) == {a.volunteer_id}
    assert await line.who_is_in(x) == {b.volunteer_id}


async def test_a_rule_that_no_longer_holds_refuses_and_the_swap_stays_open(platform):
    line, (a, b), (x, y) = await given_shifts(platform, "new", "new")
    swap = await line.swap(a, (a, x, y), (b, y, x))
    meanwhile = await line.shift(0, "morning")
    assert await line.sign_up(b, meanwhile) == "done"

    assert await line.agree(b, swap["swapId"]) == "shifts-overlap"
    assert await line.who_is_in(x) == {a.volunteer_id}
    assert await line.release(b, meanwhile) == "done"
    assert await line.agree(b, swap["swapId"]) == "done"
    assert await line.who_is_in(x) == {b.volunteer_id}


async def test_who_is_not_in_a_swap_neither_agrees_nor_refuses_nor_withdraws(platform):
    line, (a, b, c), (x, y, _) = await given_shifts(platform, "new", "new", "new")
    swap = await line.swap(a, (a, x, y), (b, y, x))
    path = f"/swaps/{swap['swapId']}"

    for answer in ("agreement", "refusal", "withdrawal"):
        assert (await line.ask(c, "POST", f"{path}/{answer}")).status_code == 403
    assert (await line.ask(b, "POST", f"{path}/withdrawal")).status_code == 403
    refused = (await line.ask(b, "POST", f"{path}/refusal")).json()
    assert (refused["state"], refused["settledAt"] is None) == ("refused", False)
    assert await line.agree(b, swap["swapId"]) == "swap-is-settled"
    assert (await line.ask(c, "GET", "/swaps")).json()["items"] == []


async def test_a_swap_lapses_and_all_are_told(platform):
    line, (a, b), (x, y) = await given_shifts(platform, "new", "new")
    swap = await line.swap(a, (a, x, y), (b, y, x))

    await lapse_swaps(line.database, datetime.now(UTC) + timedelta(days=8))

    (listed,) = (await line.ask(b, "GET", "/swaps")).json()["items"]
    assert listed["state"] == "lapsed"
    assert await line.agree(b, swap["swapId"]) == "swap-is-settled"
    async with line.database.commit() as connection:
        told = await connection.fetch("SELECT kind, person_id FROM notice WHERE about_id = $1",
                                      UUID(swap["swapId"]))  # fmt: skip
    assert sorted(row["kind"] for row in told) == ["swap_proposed", "swap_settled", "swap_settled"]


async def test_a_mentor_swaps_with_a_mentor_only_while_a_trainee_is_there(platform):
    line, (mentor, other, new), (x, y, z) = await given_shifts(platform, "mentor", "mentor", "new")
    (trainee,) = await line.people("trainee")
    assert await line.sign_up(trainee, x, by=trainee) == "done"

    assert await line.swap(mentor, (mentor, x, z), (new, z, x)) == "mentor-needed"
    swap = await line.swap(mentor, (mentor, x, y), (other, y, x))
    assert await line.agree(other, swap["swapId"]) == "done"
    assert await line.who_is_in(x) == {other.volunteer_id, trainee.volunteer_id}
    assert (await desk.get(line.client, f"/shifts/{x}"))["filled"] == 1
