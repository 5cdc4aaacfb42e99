"""From application to admission, over HTTP, with the events on the bus."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.events.volunteers import LocationOpened, VolunteerAdmitted

from tests.volunteers import desk
from tests.waiting import eventually


async def test_a_location_is_opened_and_told(platform):
    service = await platform.service("volunteers")

    opened = await desk.post(
        service.client, "/locations", name=" Súdwest-Fryslân ", region="Fryslân"
    )

    assert opened["name"] == "Súdwest-Fryslân"
    (told,) = await eventually(lambda: platform.published(LocationOpened))
    assert (str(told.data.location_id), told.data.name) == (opened["locationId"], opened["name"])
    assert await desk.get(service.client, f"/locations/{opened['locationId']}") == opened


async def test_two_locations_of_one_name_are_refused_also_at_the_same_moment(platform):
    service = await platform.service("volunteers")
    names = ["Zutphen", "ZUTPHEN", "zutphen"]

    answers = await asyncio.gather(
        *(
            service.client.post("/v1/locations", json={"name": name, "region": "Gelderland"})
            for name in names
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    code, detail = await desk.refusal(
        service.client, "/locations", name="Zutphen", region="Gelderland"
    )
    assert code == "location-name-taken"
    assert "Zutphen" not in detail


async def test_a_name_that_could_hide_a_number_is_refused_without_being_repeated(platform):
    service = await platform.service("volunteers")

    code, detail = await desk.refusal(
        service.client, "/locations", name="bel 0575 123456", region="Gelderland"
    )

    assert code == "location-name-not-allowed"
    assert "0575" not in detail


async def test_a_volunteer_is_known_by_an_id_and_what_is_missing_is_shown(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    (volunteer,) = await desk.volunteers(service.client, location, channels=["email", "telephone"])

    await desk.train(service.client, [volunteer], modules=[3, 1, 3])

    assert await desk.get(service.client, f"/volunteers/{volunteer}") == {
        "volunteerId": volunteer,
        "locationId": location,
        "channels": ["telephone", "email"],
        "lines": ["national", "local"],
        "role": "trainee",
        "status": "applied",
        "modulesDone": [1, 3],
        "modulesMissing": [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
        "signedOff": False,
        "admittedAt": None,
        "state": "in_training",
        "signedOffChannels": [],
        "admittedChannels": [],
        "mentorId": None,
        "cohortId": None,
        "pausedUntil": None,
        "externalReference": None,
    }


async def test_an_application_to_a_location_that_is_not_open_is_refused(platform):
    service = await platform.service("volunteers")

    code, _ = await desk.refusal(
        service.client, "/volunteers", locationId=str(uuid4()), channels=["chat"],
        lines=["local"], role="trainee",
    )  # fmt: skip

    assert code == "unknown-location"


async def test_a_name_given_with_an_application_is_refused_and_not_repeated(platform):
    service = await platform.service("volunteers")
    body = {"locationId": str(uuid4()), "channels": ["chat"], "lines": ["local"]}

    response = await service.client.post(
        "/v1/volunteers", json={**body, "role": "trainee", "surname": "Planted"}
    )

    assert response.status_code == 400
    assert "lanted" not in response.text
    assert "surname" not in response.text


async def test_the_commit_that_completes_what_is_asked_admits_be_it_the_sign_off(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    trainee, mentor = [
        *await desk.volunteers(service.client, location),
        *await desk.volunteers(service.client, location, role="mentor"),
    ]
    await desk.train(service.client, [trainee, mentor])

    await desk.sign_off(service.client, mentor)
    answer = await desk.post(
        service.client, f"/volunteers/{trainee}/mentor-sign-off", mentorId=mentor
    )

    assert (answer["status"], answer["role"]) == ("admitted", "listener")
    assert answer["modulesMissing"] == []

    async def both():
        told = await platform.published(VolunteerAdmitted)
        return {str(one.data.volunteer_id): one.data for one in told} if len(told) == 2 else None

    told = await eventually(both)
    assert (told[trainee].role, told[mentor].role) == ("listener", "mentor")
    assert told[trainee].channels == ["telephone", "chat", "email"]
    assert told[trainee].since == datetime.fromisoformat(answer["admittedAt"])


async def test_the_commit_that_completes_what_is_asked_admits_be_it_the_last_module(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    early, late = await desk.volunteers(service.client, location, 2)
    await desk.train(service.client, [early, late], modules=range(1, 13))
    await desk.sign_off(service.client, early)

    await desk.train(service.client, [early, late], modules=[13])

    (told,) = await eventually(lambda: platform.published(VolunteerAdmitted))
    assert str(told.data.volunteer_id) == early
    assert (await desk.get(service.client, f"/volunteers/{late}"))["status"] == "applied"


async def test_the_last_module_and_the_sign_off_at_the_same_moment_admit_exactly_once(platform):
    service = await platform.service("volunteers")
    client = service.client
    group = await desk.volunteers(client, await desk.a_location(client), 8)
    await desk.train(client, group, modules=range(1, 12))

    # The lists name the group in opposite orders: the locks are taken in one order all the same.
    await asyncio.gather(
        desk.train(client, group, modules=[12]),
        desk.train(client, group[::-1], modules=[13]),
        *(desk.sign_off(client, volunteer) for volunteer in group),
    )

    assert (await desk.get(client, "/totals"))["volunteersAdmitted"] == 8

    async def all_told():
        told = desk.ids(await platform.published(VolunteerAdmitted), "volunteer_id")
        return told if len(told) >= 8 else None

    assert sorted(map(str, await eventually(all_told))) == sorted(group)


async def test_sign_offs_that_are_no_sign_offs_are_refused(platform):
    service = await platform.service("volunteers")
    client = service.client
    one, other = await desk.volunteers(client, await desk.a_location(client), 2)
    path = f"/volunteers/{one}/mentor-sign-off"

    assert (await desk.refusal(client, path, mentorId=str(uuid4())))[0] == "not-in-training"
    await desk.train(client, [one], modules=[1])

    assert (await desk.refusal(client, path, mentorId=one))[0] == "sign-off-by-oneself"
    assert (await desk.refusal(client, path, mentorId=other))[0] == "signer-is-no-mentor"
    await desk.sign_off(client, one)
    assert (await desk.refusal(client, path, mentorId=str(uuid4())))[0] == "already-signed-off"
    nobody = f"/volunteers/{uuid4()}/mentor-sign-off"
    assert (await desk.refusal(client, nobody, mentorId=other))[0] == "volunteer-not-found"


async def test_a_list_with_somebody_who_never_applied_counts_for_nobody(platform):
    service = await platform.service("volunteers")
    client = service.client
    (known,) = await desk.volunteers(client, await desk.a_location(client))
    stranger = str(uuid4())

    code, detail = await desk.refusal(
        client, "/trainings", module=1, volunteerIds=[known, stranger], heldOn="2015-03-01"
    )

    assert code == "unknown-volunteer"
    assert stranger in detail
    assert known not in detail
    assert (await desk.get(client, f"/volunteers/{known}"))["modulesDone"] == []


async def test_a_training_in_the_future_or_of_no_module_is_refused(platform):
    service = await platform.service("volunteers")
    (volunteer,) = await desk.volunteers(service.client, await desk.a_location(service.client))
    later = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()

    code, _ = await desk.refusal(
        service.client, "/trainings", module=1, volunteerIds=[volunteer], heldOn=later
    )
    assert code == "training-in-the-future"
    code, detail = await desk.refusal(
        service.client, "/trainings", module=14, volunteerIds=[volunteer], heldOn="2015-03-01"
    )
    assert (code, "module" in detail) == ("bad-input", True)
