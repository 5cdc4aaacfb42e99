"""The roster board over HTTP: what is shown to whom, and what its buttons do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shared.roles import Role
from volunteers.amsterdam import AMSTERDAM, day_of
from volunteers.board.rules import ShiftShown, choose, holes_in_order
from volunteers.shifts.rules.day_parts import DAY_PARTS

from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words

BOARD = "/volunteers/board"
BE_PRESENT = """
INSERT INTO presence (shift_id, volunteer_id, location_id, first_at, last_at, is_present, sequence)
VALUES ($1, $2, $3, now(), now(), true, '1')
"""
PROPOSE = """
INSERT INTO roster_proposal (proposal_id, first_day, last_day, location_ids, seconds_most, state,
    asked_at, ended_at, progress, gaps, prices)
VALUES ($1, $2, $3, ARRAY[$4::uuid], 10, 'done', now(), now(), '[]', '[]', '[]')
"""
PROPOSE_PLACE = "INSERT INTO proposed_place VALUES ($1, $2, $3, 'proposed')"
TOMORROW = day_of(datetime.now(UTC)) + timedelta(days=1)


@pytest.fixture
async def service(platform):
    return await platform.service("volunteers")


@pytest.fixture
async def here(service):
    return await desk.a_location(service.client)


async def a_hole(service, here, part="morning", **more):
    return await desk.a_shift(service.client, here, day=f"{TOMORROW}", part=part, **more)


async def press(browser, address, button, **pressed):
    """Press a button of the board, and return the page to which it leads on."""
    form = await carried(browser, address) | {"day": f"{TOMORROW}"} | pressed
    return await browser.post(f"{BOARD}/{button}", data=form, follow_redirects=True)


async def open_offers(service, shift):
    return (await desk.get(service.client, f"/offers?shiftId={shift}&open=true"))["items"]


async def test_a_coordinator_sees_the_own_location_and_the_nation_all_of_them(service, here):
    there = await desk.a_location(service.client)
    hole, other = await a_hole(service, here), await a_hole(service, there)
    local = browser_of(service, Role.COORDINATOR, locations=(here,))
    nation = browser_of(service, Role.COORDINATOR)
    page = await local.get(f"{BOARD}?day={TOMORROW}")
    assert f"shift-{hole}" in page.text
    assert other not in page.text
    assert there not in page.text
    page = await nation.get(f"{BOARD}?day={TOMORROW}")
    assert {f"shift-{hole}", f"shift-{other}"} <= {*page.text.split('"')}
    assert (await local.get(f"{BOARD}?shift={other}")).status_code == 403
    assert (await local.get(f"{BOARD}?location={there}")).status_code == 403
    assert (await nation.get(f"{BOARD}?location={there}")).status_code == 200
    assert (await nation.get(f"{BOARD}?day=tomorrow")).status_code == 400


async def test_the_best_are_asked_for_a_hole_and_the_next_hole_is_shown(service, here):
    people = await desk.admitted(service.client, here, 5)
    first, second = await a_hole(service, here), await a_hole(service, here, "evening", needed=1)
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    page = await press(browser, f"{BOARD}?shift={second}", "asking", shift=second)
    assert "3 people were asked" in words(page)
    assert f"shift={first}" in str(page.url)
    asked = {one["volunteerId"] for one in await open_offers(service, second)}
    assert asked == {*sorted(people)[:3]}
    # Once more: nobody but those three may still be asked for the one place.
    page = await press(browser, f"{BOARD}?shift={second}", "asking", shift=second)
    assert "Nobody more could be asked" in words(page)
    page = await browser.get(f"{BOARD}?shift={second}")
    assert words(page).count("… asked") == 3


async def test_one_press_asks_for_all_holes_of_a_day_and_nobody_for_two(service, here):
    await desk.admitted(service.client, here, 5)
    holes = [await a_hole(service, here, part, needed=1) for part in ("morning", "evening")]
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    page = await press(browser, f"{BOARD}?day={TOMORROW}", "day-asking")
    assert "5 people were asked" in words(page)
    asked = [len(await open_offers(service, hole)) for hole in holes]
    assert asked == [3, 2]


async def test_for_a_shift_that_has_begun_nobody_is_asked_but_a_place_can_be_given(service, here):
    (one,) = await desk.admitted(service.client, here)
    now = datetime.now(UTC)
    begun = await desk.a_shift(
        service.client, here, day=f"{day_of(now)}", part=part_at(now), needed=1
    )
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    page = await press(browser, BOARD, "day-asking", day=f"{day_of(now)}")
    assert page.status_code == 200
    assert "Nobody more could be asked" in words(page)
    page = await browser.get(f"{BOARD}?shift={begun}")
    assert "ask-best" not in page.text
    assert f"ask-{one}" not in page.text
    assert f"give-{one}" in page.text


async def test_a_press_that_is_sent_twice_acts_once_and_a_refusal_is_shown_on_the_board(
    service, here
):
    one, other = await desk.admitted(service.client, here, 2)
    hole = await a_hole(service, here, needed=1)
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    form = await carried(browser, f"{BOARD}?shift={hole}")
    form |= {"day": f"{TOMORROW}", "shift": hole, "volunteer": one}
    for _ in range(2):
        page = await browser.post(f"{BOARD}/place", data=form, follow_redirects=True)
        assert "The place was given" in words(page)
    page = await press(browser, f"{BOARD}?shift={hole}", "place", shift=hole, volunteer=other)
    assert page.status_code == 409
    assert "all 1 places of shift" in words(page).lower()
    page = await browser.post(f"{BOARD}/place", data=form | {"volunteer": "somebody"})
    assert page.status_code == 400


async def test_people_are_named_to_their_own_coordinator_only(service, here):
    there = await desk.a_location(service.client)
    (one,) = await desk.admitted(service.client, here)
    (away,) = await desk.admitted(service.client, there)
    hole = await a_hole(service, here, needed=3)
    for volunteer, name in ((one, "Anna Bakker"), (away, "Bram de Vries")):
        reached = {"name": name, "phone": "+31 6 12345678"}
        answer = await service.client.put(f"/v1/people/{volunteer}", json=reached)
        assert answer.status_code in {200, 201}, answer.text
        await desk.post(service.client, f"/shifts/{hole}/places", volunteerId=volunteer)
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    shown = await browser.get(f"{BOARD}?shift={hole}")
    page = words(shown)
    assert "Anna Bakker +31 6 12345678" in page
    assert away[:8] in page
    assert "Bram" not in page
    # Whom they may call has a page that they may open.
    assert shown.text.count('href="tel:+31612345678"') == 1
    linked = [f"/volunteers/people/{each}" in shown.text for each in (one, away)]
    assert linked == [True, False]


async def test_a_proposal_is_shown_beside_what_is_and_who_is_at_the_desk(service, here):
    one, other = await desk.admitted(service.client, here, 2)
    now = datetime.now(UTC)
    today, part = day_of(now), part_at(now)
    on = await desk.a_shift(service.client, here, day=f"{today}", part=part, needed=1)
    await desk.post(service.client, f"/shifts/{on}/places", volunteerId=one)
    hole = await a_hole(service, here)
    proposal = uuid4()
    async with service.database.commit() as connection:
        await connection.execute(BE_PRESENT, UUID(on), UUID(one), UUID(here))
        await connection.execute(PROPOSE, proposal, today, TOMORROW, UUID(here))
        await connection.execute(PROPOSE_PLACE, proposal, UUID(hole), UUID(other))
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    page = await browser.get(BOARD)
    assert "1 at the desk" in words(page)
    assert "1 proposed" in words(page)
    page = await browser.get(f"{BOARD}?shift={hole}")
    assert f"/volunteers/proposals/{proposal}" in page.text
    assert f'id="ask-proposed-{other}"' in page.text


def part_at(moment):
    return DAY_PARTS[moment.astimezone(AMSTERDAM).hour // 4]


def test_holes_for_which_too_few_are_asked_come_first_and_then_the_earliest() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    late, soon, full, asked, over = (
        shown(number, now + timedelta(hours=hours), **more)
        for number, (hours, more) in enumerate(
            [(30, {}), (2, {}), (3, {"filled": 2}), (1, {"asked": 2}), (-5, {})]
        )
    )
    signs = [one.sign(now) for one in (late, soon, full, asked, over)]
    assert signs == ["open", "soon", "filled", "asked", "over"]
    assert holes_in_order([late, soon, full, asked, over], now) == [soon, late, asked]


def test_each_place_of_each_shift_gets_one_person_before_any_gets_a_second() -> None:
    a, b, c = (UUID(int=number) for number in (1, 2, 3))
    people = [UUID(int=number) for number in range(10, 16)]
    best = {a: people, b: people, c: [people[0]]}
    # c finds nobody: the one who could is asked for a. Of b one has been asked before.
    assert choose({a: 1, b: 2, c: 1}, {b: 1}, best) == {
        a: [people[0], people[2], people[5]], b: [people[1], people[3], people[4]],
    }  # fmt: skip


def shown(number, starts, **more):
    given = {"location_id": UUID(int=1), "day": starts.date(), "part": "morning"}
    given |= {"channels": ("chat",), "needed": 2, "filled": 0}
    ends = starts + timedelta(hours=4)
    return ShiftShown(UUID(int=number), starts_at=starts, ends_at=ends, **(given | more))
