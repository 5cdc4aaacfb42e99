"""People are asked for a place, and have it once they say yes: never without, never twice."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from shared.roles import Role
from volunteers.offers.accept_offer import accept_offer
from volunteers.offers.make_offers import make_offers
from volunteers.offers.settle_offers import settle_offers

from tests import issuing
from tests.volunteers import desk, roster

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=1)


async def offered(connection, shift_id, *people, expires_at=LATER, reason="asked"):
    """Make offers; return those made and the codes of the refusals."""
    asked = await make_offers(
        connection, [(shift_id, one) for one in people], reason=reason, source_id=shift_id,
        expires_at=expires_at, now=NOW,
    )  # fmt: skip
    return asked.offers, {pair[1]: refusal.code() for pair, refusal in asked.refused.items()}


async def states(database, shift_id):
    async with database.commit() as connection:
        rows = await connection.fetch("SELECT state FROM offer WHERE shift_id = $1", shift_id)
    return Counter(row["state"] for row in rows)


def own(person):
    return issuing.header_for(Role.LISTENER, person=person)


async def test_whoever_says_yes_has_the_place_and_the_last_place_withdraws_the_other_offers(
    platform,
):
    service = await platform.service("volunteers")
    async with service.database.commit() as connection:
        location = await roster.a_location(connection)
        one, other, third = await roster.people(connection, location, 3)
        shift = await roster.a_shift(connection, location, roster.days_from_now(3))

    body = {"volunteerIds": [str(one), str(other), str(third)]}
    asked = await desk.post(service.client, f"/shifts/{shift}/asking", **body)
    offers = {offer["volunteerId"]: offer["offerId"] for offer in asked["offers"]}
    listed = await service.client.get("/v1/offers?open=true", headers=own(one))
    path = f"/v1/offers/{offers[str(third)]}/refusal"
    declined = await service.client.post(path, headers=own(third))
    path = f"/v1/offers/{offers[str(one)]}/acceptance"
    accepted = await service.client.post(path, headers=own(one))
    path = f"/v1/offers/{offers[str(other)]}/acceptance"
    late = await service.client.post(path, headers=own(other))

    assert [item["volunteerId"] for item in listed.json()["items"]] == [str(one)]
    assert (declined.json()["state"], accepted.json()["state"]) == ("declined", "accepted")
    assert late.status_code == 409
    assert "withdrawn" in late.json()["detail"]
    shown = await desk.get(service.client, f"/shifts/{shift}")
    assert [place["volunteerId"] for place in shown["places"]] == [str(one)]
    expected = {"accepted": 1, "declined": 1, "withdrawn": 1}
    assert await states(service.database, shift) == expected


async def test_only_those_who_may_take_the_place_are_asked_and_nobody_twice(platform):
    database = await platform.database("volunteers")
    day = roster.days_from_now(3)
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        there = await roster.a_location(connection, "Utrecht")
        shift = await roster.a_shift(connection, location, day, needed=9)
        night = await roster.a_shift(connection, location, day, "early_morning")
        (fine,) = await roster.people(connection, location)
        (chatter,) = await roster.people(connection, location, admitted_channels=["chat"])
        (paused,) = await roster.people(connection, location, state="paused")
        (elsewhere,) = await roster.people(connection, there)
        (tired,) = await roster.people(connection, location)
        (busy,) = await roster.people(connection, location)
        await roster.take(connection, night, tired)
        await roster.wishes(connection, busy, 1, most_per_week=0)
        unknown = uuid4()

        everybody = [fine, chatter, paused, elsewhere, tired, busy, unknown, fine]
        offers, refused = await offered(connection, shift, *everybody)
        again, twice = await offered(connection, shift, fine)
        notices = await connection.fetch("SELECT person_id, kind, about_id FROM notice")

    assert [offer.volunteer_id for offer in offers] == [fine]
    assert refused == {
        chatter: "not-admitted-for-channel", paused: "on-pause", elsewhere: "other-location",
        tired: "rest-after-night", busy: "week-full", unknown: "unknown-volunteer",
    }  # fmt: skip
    assert (again, twice) == ([], {fine: "asked-already"})
    assert [tuple(row) for row in notices] == [(fine, "offer", offers[0].offer_id)]


async def test_of_many_who_accept_the_last_places_at_once_so_many_have_one(platform):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        crowd = await roster.people(connection, location, 12)
        shift = await roster.a_shift(connection, location, roster.days_from_now(3), needed=4)
        offers, _ = await offered(connection, shift, *crowd)

    async def accept(offer):
        async with database.commit() as connection:
            return await accept_offer(connection, offer.offer_id, NOW)

    twice = [*offers, *offers]
    answers = await asyncio.gather(*map(accept, twice), return_exceptions=True)

    assert sum(not isinstance(answer, Exception) for answer in answers) == 4
    refused = {type(answer).__name__ for answer in answers if isinstance(answer, Exception)}
    assert refused <= {"OfferIsClosed", "ShiftIsFull", "AlreadyInShift"}
    assert await states(database, shift) == {"accepted": 4, "withdrawn": 8}
    async with database.commit() as connection:
        query = "SELECT filled, (SELECT count(*) FROM place WHERE shift_id = $1) FROM shift"
        assert tuple(await connection.fetchrow(query, shift)) == (4, 4)


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        ("UPDATE offer SET expires_at = now() - interval '1 day'", "lapsed"),
        ("UPDATE shift SET cancelled_at = now()", "withdrawn"),
        ("UPDATE shift SET filled = needed", "withdrawn"),
        ("UPDATE volunteer SET state = 'left'", "lapsed"),
        ("UPDATE volunteer SET state = 'paused'", "lapsed"),
        ("UPDATE volunteer SET state = 'paused', paused_until = current_date", "open"),
        ("SELECT 1", "open"),
    ],
)
async def test_an_offer_that_can_no_longer_be_accepted_is_closed_by_the_clock(
    platform, change, becomes
):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        (person,) = await roster.people(connection, location)
        shift = await roster.a_shift(connection, location, roster.days_from_now(3))
        await offered(connection, shift, person)
        await connection.execute(change)

    await settle_offers(database, NOW)

    assert await states(database, shift) == {becomes: 1}


async def test_a_place_elsewhere_is_taken_from_home_where_that_is_allowed(platform):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        (person,) = await roster.people(connection, await roster.a_location(connection, "Utrecht"))
        shift = await roster.a_shift(
            connection, location, roster.days_from_now(3), home_allowed=True
        )
        offers, _ = await offered(connection, shift, person)

        await accept_offer(connection, offers[0].offer_id, NOW)

        row = await connection.fetchrow("SELECT source, from_home FROM place")
    assert tuple(row) == ("offer", True)
