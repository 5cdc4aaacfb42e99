"""A calendar program reads the shifts of a volunteer or a location at a secret address."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import ics
from icalendar import Calendar
from shared.roles import Role
from volunteers.amsterdam import day_of
from volunteers.organisation.carry_out_changes import carry_out_changes

from tests import issuing
from tests.platform import Platform, Running
from tests.volunteers import desk

ANYBODY = issuing.header_for()


def as_volunteer(volunteer: str) -> dict[str, str]:
    return issuing.header_for(Role.LISTENER, person=volunteer)


def outsider(service: Running) -> httpx.AsyncClient:
    """Return a calendar program: it signs in nowhere."""
    transport = httpx.ASGITransport(app=service.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://volunteers")


async def renewed(service: Running, path: str, headers: dict[str, str]) -> str:
    answer = await service.client.post(f"/v1{path}/calendar", headers=headers)
    assert answer.status_code == 201, answer.text
    return urlsplit(answer.json()["address"]).path


async def events(program: httpx.AsyncClient, address: str) -> list[Any]:
    answer = await program.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(ics.Calendar(answer.text).events) == len(found)
    return list(found)


async def test_a_volunteers_feed_has_their_own_shifts_and_what_became_of_them(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    me, other = await desk.admitted(client, location, how_many=2)
    today = datetime.now(UTC).date()
    days = [f"{today + timedelta(days=days)}" for days in (2, 3, 4)]
    mine, cancelled, theirs = [await desk.a_shift(client, location, day=day) for day in days]
    for shift, who in ((mine, me), (mine, other), (cancelled, me), (theirs, other)):
        await desk.post(client, f"/shifts/{shift}/places", volunteerId=who)
    address = await renewed(service, f"/volunteers/{me}", as_volunteer(me))
    async with outsider(service) as program:
        before = await events(program, address)
        await desk.post(client, f"/shifts/{cancelled}/cancellation")
        after = await events(program, address)
        text = (await program.get(address)).text
    assert [str(one["STATUS"]) for one in before] == ["CONFIRMED"] * 2
    assert [str(one["STATUS"]) for one in after] == ["CONFIRMED", "CANCELLED"]
    # A program knows an event again, and that what it has now is newer.
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert after[1]["SEQUENCE"] > before[1]["SEQUENCE"]
    assert [str(one["SUMMARY"]) for one in after] == ["Sensoor: Ochtend (telefoon)"] * 2
    assert not [one for one in (me, other, mine, cancelled, theirs) if one in text]


async def test_a_locations_feed_counts_places_and_names_nobody(platform: Platform) -> None:
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (me,) = await desk.admitted(client, location)
    tomorrow = f"{datetime.now(UTC).date() + timedelta(days=1)}"
    shift = await desk.a_shift(client, location, day=tomorrow, part="evening", needed=3)
    await desk.post(client, f"/shifts/{shift}/places", volunteerId=me)
    there = issuing.header_for(Role.COORDINATOR, locations=(location,))
    address = await renewed(service, f"/locations/{location}", there)
    async with outsider(service) as program:
        (event,) = await events(program, address)
        assert me not in (await program.get(address)).text
    assert str(event["SUMMARY"]) == "Avond (telefoon): 1 van 3 plaatsen gevuld"


async def test_the_feed_of_a_location_that_merged_leads_to_its_successors_shifts(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    old, new = [await desk.a_location(client) for _ in range(2)]
    today = day_of(datetime.now(UTC))
    past = await desk.a_shift(client, old, day=f"{today - timedelta(days=3)}")
    coming = await desk.a_shift(client, old, day=f"{today + timedelta(days=3)}")
    theirs = await desk.a_shift(client, new, day=f"{today + timedelta(days=4)}")
    address = await renewed(service, f"/locations/{old}", ANYBODY)
    merger = {"kind": "merge", "locationId": old, "intoId": new, "onDay": f"{today}"}
    await desk.post(client, "/location-changes", **merger)
    await carry_out_changes(service.database, datetime.now(UTC))

    async with outsider(service) as program:
        found = await events(program, address)
        assert [str(one["UID"]) for one in found] == [past, coming, theirs]
        # Whoever works for the successor can make the address void.
        there = issuing.header_for(Role.COORDINATOR, locations=(new,))
        path = f"/v1/locations/{old}/calendar"
        elsewhere = issuing.header_for(Role.COORDINATOR, locations=(str(uuid4()),))
        assert (await client.delete(path, headers=elsewhere)).status_code == 403
        assert (await client.delete(path, headers=there)).status_code == 204
        assert (await program.get(address)).status_code == 404


async def test_who_renews_an_address_voids_the_one_before_and_nothing_of_it_is_kept(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    (me,) = await desk.volunteers(service.client, location)
    path, mine = f"/volunteers/{me}", as_volunteer(me)
    first = await renewed(service, path, mine)
    second = await renewed(service, path, mine)
    async with outsider(service) as program:
        assert (await program.get(first)).status_code == 404
        assert await events(program, second) == []
        async with service.database.commit() as connection:
            rows = await connection.fetch("SELECT * FROM calendar_feed")
        secret = second.rpartition("/")[2].removesuffix(".ics")
        assert len(secret) == 43
        assert len(rows) == 1
        assert secret.encode() not in str(dict(rows[0])).encode()
        answer = await service.client.delete(f"/v1{path}/calendar", headers=mine)
        assert answer.status_code == 204
        gone = await program.get(second)
    assert gone.status_code == 404
    assert gone.json()["type"].endswith(":no-such-calendar")
    assert secret not in gone.text


async def test_nobody_gets_the_calendar_of_somebody_else_or_of_nobody(platform: Platform) -> None:
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    (other,) = await desk.volunteers(service.client, location)
    me, nobody = str(uuid4()), str(uuid4())
    for who, of, status in ((me, other, 403), (nobody, nobody, 404)):
        path = f"/v1/volunteers/{of}/calendar"
        answer = await service.client.post(path, headers=as_volunteer(who))
        assert answer.status_code == status
    coordinator = issuing.header_for(Role.COORDINATOR, locations=(location,))
    answer = await service.client.post(f"/v1/volunteers/{other}/calendar", headers=coordinator)
    assert answer.status_code == 403
