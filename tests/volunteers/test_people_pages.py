"""The pages of people and cohorts: who sees which names, and what their forms do."""

from shared.roles import Role
from volunteers.personal_data.rules import ERASED, TOLD
from volunteers.personal_data.wording import GOES, STAYS

from tests.platform import Platform
from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words

NAME = "Noor van Verzonnen"


async def test_a_coordinator_finds_people_by_name_and_a_trainer_sees_first_names_only(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    here, there = await desk.a_location(client), await desk.a_location(client)
    (one,), (other,) = await desk.volunteers(client, here), await desk.volunteers(client, there)
    for person, name in ((one, NAME), (other, "Noor Elders")):
        assert (await client.put(f"/v1/people/{person}", json={"name": name})).status_code == 200

    async with browser_of(service, Role.COORDINATOR, locations=(here,)) as coordinator:
        found = words(await coordinator.get("/volunteers/people?search=NOÓR"))
        assert (NAME in found, "Elders" in found) == (True, False)
        assert NAME in words(await coordinator.get(f"/volunteers/people/{one}"))
        assert (await coordinator.get(f"/volunteers/people/{other}")).status_code == 403
    async with browser_of(service, Role.TRAINER, locations=(here,)) as trainer:
        page = words(await trainer.get(f"/volunteers/people/{one}"))
        assert ("Noor" in page, "Verzonnen" in page) == (True, False)
        assert (await trainer.get("/volunteers/people")).status_code == 403


async def test_an_applicant_is_interviewed_and_reached_by_the_forms_of_the_page(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    here = await desk.a_location(client)
    (one,) = await desk.applicants(client, here)
    address, held = f"/volunteers/people/{one}", desk.an_interview()
    form = held["scores"] | {"heldOn": held["heldOn"], "outcome": "accepted"}

    async with browser_of(service, Role.COORDINATOR, locations=(here,)) as browser:
        sent = await carried(browser, address) | form
        weak = await browser.post(f"{address}/interview", data=sent | {"empathy": "1"})
        assert (weak.status_code, "empathy has less" in words(weak)) == (409, True)
        done = await browser.post(f"{address}/interview", data=sent)
        assert (done.status_code, done.headers["location"]) == (303, address)
        for version, status in (("0", 303), ("0", 412), ("1", 303)):
            body = {"name": NAME, "email": "noor@verzonnen.example", "version": version}
            kept = await browser.post(f"{address}/contact", data=sent | body)
            assert kept.status_code == status, words(kept)
        wrong = await browser.post(f"{address}/contact", data=sent | {"name": "x", "phone": "bel"})
        assert wrong.status_code == 400

    reached = await desk.get(client, f"/people/{one}")
    assert (reached["name"], reached["byMail"], reached["version"]) == (NAME, False, 2)
    assert (await desk.get(client, f"/volunteers/{one}"))["state"] == "interviewed"


async def test_a_cohort_is_opened_filled_and_trained_by_the_forms_of_the_page(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    here, there = await desk.a_location(client), await desk.a_location(client)
    group = await desk.volunteers(client, here, 2)
    (elsewhere,) = await desk.volunteers(client, there)
    address = "/volunteers/cohorts"
    opened = {"locationId": here, "firstDay": "2026-01-10", "lastDay": "2026-04-10", "places": "2"}

    async with browser_of(service, Role.TRAINER, locations=(here,)) as browser:
        sent = await carried(browser, address)
        backwards = await browser.post(address, data=sent | opened | {"lastDay": "2026-01-01"})
        assert (backwards.status_code, "before firstDay" in words(backwards)) == (400, True)
        assert (await browser.post(address, data=sent | opened)).status_code == 303
        (cohort,) = (await desk.get(client, "/cohorts"))["items"]
        members = f"{address}/{cohort['cohortId']}/volunteers"
        sent = await carried(browser, address)
        joined = await browser.post(members, data=sent | {"volunteerIds": group})
        assert joined.status_code == 303, words(joined)
        sent = await carried(browser, address)
        far = await browser.post(members, data=sent | {"volunteerIds": [elsewhere]})
        assert far.status_code == 403
        listed = {"volunteerIds": group, "module": "3", "heldOn": "2026-01-10"}
        attendance = f"{address}/{cohort['cohortId']}/attendance"
        assert (await browser.post(attendance, data=sent | listed)).status_code == 303

    assert (await desk.get(client, "/cohorts"))["items"][0]["volunteerIds"] == sorted(group)
    one = await desk.get(client, f"/volunteers/{group[0]}")
    assert (one["modulesDone"], one["cohortId"]) == ([3], cohort["cohortId"])
    (third,) = await desk.volunteers(client, here)
    path = f"/cohorts/{cohort['cohortId']}/volunteers"
    assert (await desk.refusal(client, path, volunteerIds=[third]))[0] == "cohort-full"
    (admitted,) = await desk.admitted(client, here)
    code = (await desk.refusal(client, path, volunteerIds=[admitted]))[0]
    assert code == "nothing-to-learn"


async def test_a_mentor_is_chosen_among_who_may_be_one(platform: Platform) -> None:
    service = await platform.service("volunteers")
    client = service.client
    here, there = await desk.a_location(client), await desk.a_location(client)
    (one,) = await desk.volunteers(client, here)
    mentor, trained = await desk.volunteers(client, here, 2, role="mentor")
    (far,) = await desk.volunteers(client, there, role="mentor")
    await desk.train(client, [mentor, far])
    for admitted in (mentor, far):
        await desk.sign_off(client, admitted)
    named = await client.put(f"/v1/people/{mentor}", json={"name": "Mia Mentor"})
    assert named.status_code == 200
    address = f"/volunteers/people/{one}"

    async with browser_of(service, Role.TRAINER, locations=(here,)) as browser:
        page = (await browser.get(address)).text
        chosen = [f'<option value="{each}"' in page for each in (mentor, trained, far, one)]
        assert chosen == [True, False, False, False]
        sent = await carried(browser, address)
        no_mentor = await browser.post(f"{address}/mentor", data=sent | {"mentor": trained})
        assert (no_mentor.status_code, "no active mentor" in words(no_mentor)) == (409, True)
        done = await browser.post(f"{address}/mentor", data=sent | {"mentor": mentor})
        assert done.status_code == 303, words(done)
        assert "Mentor Mia" in words(await browser.get(address))
        assert (await desk.get(client, f"/volunteers/{one}"))["mentorId"] == mentor
        await browser.post(f"{address}/mentor", data=await carried(browser, address))
    assert (await desk.get(client, f"/volunteers/{one}"))["mentorId"] is None


async def test_who_left_is_told_what_is_kept_and_erased_after_a_question(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    here = await desk.a_location(client)
    (one,) = await desk.admitted(client, here)
    assert (await client.put(f"/v1/people/{one}", json={"name": NAME})).status_code == 200
    address = f"/volunteers/people/{one}"

    async with browser_of(service, Role.COORDINATOR, locations=(here,)) as browser:
        told = await browser.get(f"{address}/data.json")
        assert told.headers["content-disposition"] == f'attachment; filename="person-{one}.json"'
        assert told.json() == await desk.get(client, f"/volunteers/{one}/personal-data")
        early = await browser.get(f"{address}/erasure")
        assert (early.status_code, "is active" in words(early)) == (409, True)
        sent = await carried(browser, address)
        assert (await browser.post(f"{address}/erasure", data=sent)).status_code == 409
        assert NAME in words(await browser.get(address))
        await desk.post(client, f"/volunteers/{one}/departure")
        question = words(await browser.get(f"{address}/erasure"))
        assert ("What goes" in question, "the shifts that they had" in question) == (True, True)
        for _ in range(2):
            done = await browser.post(f"{address}/erasure", data=sent)
            assert (done.status_code, done.headers["location"]) == (303, address)
        page = words(await browser.get(address))
        assert ("was erased on" in page, NAME in page) == (True, False)
    async with browser_of(service, Role.TRAINER, locations=(here,)) as trainer:
        assert (await trainer.get(f"{address}/data.json")).status_code == 403
        assert "Personal data" not in words(await trainer.get(address))


def test_the_question_names_each_table_that_is_erased_and_each_that_stays() -> None:
    assert set(GOES) == set(ERASED)
    assert set(STAYS) == set(TOLD) - set(ERASED)
