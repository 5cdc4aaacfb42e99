"""Who was really there, against the shift."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.roles import Role
from volunteers.amsterdam import AMSTERDAM, day_of
from volunteers.presence.rules import Seen, minutes_late, state_of
from volunteers.shifts.rules.day_parts import DAY_PARTS, HOURS, span_of

from tests import issuing
from tests.volunteers import roster
from tests.volunteers.people import browser_of, words

SPAN = span_of(date(2026, 3, 2), "evening")


def at(minutes):
    return SPAN.starts_at + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("came", "went", "still", "now", "state"),
    [
        (None, None, False, -30, "expected"),
        (None, None, False, 4, "expected"),
        (None, None, False, 6, "absent"),
        (None, None, False, 300, "absent"),
        (-3, -3, True, 0, "present"),
        (5, 20, True, 30, "present"),
        (6, 20, True, 30, "late"),
        (6, 100, False, 300, "late"),
        (0, 100, False, 110, "left"),
        (0, 236, False, 300, "present"),
    ],
)
def test_somebody_with_a_place_is(came, went, still, now, state):
    seen = None if came is None else Seen(at(came), at(went), still)

    assert state_of(SPAN, seen, at(now), has_place=True) == state


def test_whoever_has_no_place_stood_in():
    assert state_of(SPAN, Seen(at(40), at(200), True), at(210), has_place=False) == "stood_in"


@given(st.integers(-60, 240), st.integers(0, 240), st.booleans(), st.booleans())
def test_late_is_whoever_came_minutes_after_the_start(came, stayed, still, has_place):
    seen = Seen(at(came), at(came + stayed), still)
    state = state_of(SPAN, seen, at(241), has_place=has_place)

    assert minutes_late(SPAN, seen) == max(came, 0)
    assert (state == "late") == (has_place and came > 5)
    assert (state == "stood_in") == (not has_place)


async def test_the_coordinator_of_the_location_sees_who_is_there_late_absent_or_stood_in(platform):
    service = await platform.service("volunteers")
    async with service.database.commit() as connection:
        location = await roster.a_location(connection)
        shift = await roster.a_shift(connection, location, date(2026, 3, 2), needed=3)
        fine, late, absent, extra = await roster.people(connection, location, 4)
        await roster.take(connection, shift, fine, late, absent)
        for person, minutes in ((fine, 0), (late, 30), (extra, 50)):
            await connection.execute(
                "INSERT INTO presence VALUES ($1, $2, $3, $4, $5, false, '1')",
                shift, person, location, at(minutes), SPAN.ends_at,
            )  # fmt: skip
    here, there = (
        issuing.header_for(Role.COORDINATOR, locations=(one,)) for one in (location, uuid4())
    )

    answer = await service.client.get(f"/v1/presence?shift={shift}", headers=here)
    elsewhere = await service.client.get(f"/v1/presence?shift={shift}", headers=there)

    shown = answer.json()
    states = {one["volunteerId"]: one["state"] for one in shown["people"]}
    assert states == {
        str(fine): "present", str(late): "late", str(absent): "absent", str(extra): "stood_in",
    }  # fmt: skip
    assert [one["minutesLate"] for one in shown["people"] if one["state"] == "late"] == [30]
    assert shown["presentNow"] == 0
    assert elsewhere.status_code == 403


async def test_the_page_of_now_shows_the_desks_of_the_own_locations(platform):
    service = await platform.service("volunteers")
    now = datetime.now(UTC)
    part = DAY_PARTS[now.astimezone(AMSTERDAM).hour // HOURS]
    async with service.database.commit() as connection:
        for region in ("Gelderland", "Utrecht"):
            location = await roster.a_location(connection, region)
            shift = await roster.a_shift(connection, location, day_of(now), part)
            (extra,) = await roster.people(connection, location)
            await connection.execute(
                "INSERT INTO presence VALUES ($1, $2, $3, now(), now(), true, '1')",
                shift, extra, location,
            )  # fmt: skip
    browser = browser_of(service, Role.COORDINATOR, locations=(str(location),))

    page = await browser.get("/volunteers/presence")

    assert page.status_code == 200
    assert page.text.count(f"<code>{str(extra)[:8]}</code>") == 1
    assert "1 of 1 people are there" in words(page)
    assert words(page).count("stood in") == 1
