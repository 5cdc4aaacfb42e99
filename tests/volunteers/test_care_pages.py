"""The pages of interviews, half-days, after-care and courses, in a browser without a screen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.roles import Role

from tests.volunteers import caring
from tests.volunteers.people import browser_of, carried, words
from tests.volunteers.test_after_care import heavy, keep, with_a_mentor

TODAY = datetime.now(UTC).date()
WORDS = "Ik wil leren begrenzen."


async def sent(browser, address, to=None, **form):
    """Fill in the form of a page and send it; return the page that it leads to."""
    hidden = await carried(browser, address)
    answer = await browser.post(to or address, data=hidden | form)
    if answer.status_code == 303:
        answer = await browser.get(answer.headers["location"])
    return answer


async def test_an_interview_from_planning_to_what_was_agreed(platform):
    service = await platform.service("volunteers")
    database = service.database
    location = await caring.a_location(database)
    volunteer = await caring.a_volunteer(database, location)
    supervisor = await caring.a_supervisor(database, location)
    async with database.commit() as connection:
        await connection.execute(
            "INSERT INTO evaluation (evaluation_id, volunteer_id, due_on, version)"
            " VALUES ($1, $2, $3, 1)", evaluation := uuid4(), volunteer, TODAY,
        )  # fmt: skip
    coordinator = browser_of(service, Role.COORDINATOR, locations=(f"{location}",))
    mine = browser_of(service, Role.LISTENER, person=f"{volunteer}", subject="v")
    theirs = browser_of(service, Role.TRAINER, person=f"{supervisor}", subject="s",
                        locations=(f"{location}",))  # fmt: skip
    elsewhere = browser_of(service, Role.COORDINATOR, locations=(f"{uuid4()}",))
    page, one = "/volunteers/evaluations", f"/volunteers/evaluations/{evaluation}"
    plan = {"volunteerId": f"{volunteer}", "supervisorId": f"{supervisor}"}

    wrong = await sent(coordinator, page, **plan)
    assert (wrong.status_code, "Fill this in." in words(wrong)) == (400, True)
    planned = await sent(coordinator, page, **plan, plannedOn=f"{TODAY}")
    assert "The interview is planned" in words(planned)
    assert (await coordinator.get(one)).status_code == 403
    assert f"{volunteer}"[:8] in (await coordinator.get(page)).text
    assert f"{volunteer}"[:8] not in (await elsewhere.get(page)).text
    written = await sent(mine, one, f"{one}/reflection", reflection=WORDS)
    assert "Your reflection is kept." in words(written)
    assert WORDS in words(await theirs.get(one))
    early = await sent(theirs, one, f"{one}/holding", heldOn=f"{TODAY + timedelta(days=3)}")
    assert (early.status_code, "once it was held" in words(early)) == (400, True)
    held = await sent(theirs, one, f"{one}/holding", heldOn=f"{TODAY}", agreed="Twee nachten.")
    assert "Twee nachten." in words(held)
    assert "Twee nachten." in words(await mine.get(one))
    assert f"{TODAY.year + 1}" in words(await mine.get(page))


async def test_half_days_are_planned_listed_and_shown_to_each(platform):
    service = await platform.service("volunteers")
    location = await caring.a_location(service.database)
    came, stayed = [await caring.a_volunteer(service.database, location) for _ in range(2)]
    trainer = browser_of(service, Role.TRAINER, locations=(f"{location}",))
    page = "/volunteers/half-days"

    planned = await sent(trainer, page, locationId=f"{location}", kind="intervision",
                         on=f"{TODAY}", halfDays="2")  # fmt: skip
    assert "is planned" in words(planned)
    ((session,),) = await caring.rows(service.database, "SELECT session_id FROM half_day_session")
    listed = await sent(trainer, f"{page}/{session}", volunteerIds=f"{came}")
    assert "1 volunteer attended." in words(listed)
    for volunteer, said in ((came, "2 of 10 done, 2 with what is planned."),
                            (stayed, "0 of 10 done, 0 with what is planned.")):  # fmt: skip
        mine = browser_of(service, Role.LISTENER, person=f"{volunteer}", subject=f"{volunteer}")
        assert said in words(shown := await mine.get(page))
        assert f"{came if volunteer == stayed else stayed}"[:8] not in shown.text
    assert (await trainer.get(f"{page}?year=twenty")).status_code == 400


async def test_a_mentor_records_a_call_and_whoever_calls_nobody_sees_none(platform):
    service = await platform.service("volunteers")
    _, mentor, volunteer = await with_a_mentor(service.database)
    event = heavy(volunteer)
    await keep(service.database, event)
    page = "/volunteers/after-care"
    stranger = browser_of(service, Role.LISTENER, person=f"{volunteer}", subject="v")
    assert "No call is due." in words(await stranger.get(page))
    browser = browser_of(service, Role.LISTENER, person=f"{mentor}", subject="m")

    to = f"{page}/{event.data.contact_id}"
    early = await sent(browser, page, to, calledOn="2016-01-01")
    assert early.status_code == 400
    called = await sent(browser, page, to, calledOn=f"{TODAY}")

    assert "The call is recorded." in words(called)
    assert "No call is due." in words(called)


async def test_a_course_is_recorded_once_it_was_given(platform):
    service = await platform.service("volunteers")
    browser = browser_of(service, Role.TRAINER)
    page = "/volunteers/courses"
    course = {"course": "listening-1", "client": "ORG-SCHOOL-1"}

    tomorrow = await sent(browser, page, **course, on=f"{TODAY + timedelta(days=2)}")
    assert tomorrow.status_code == 400
    done = await sent(browser, page, **course, on=f"{TODAY}")

    assert "is recorded." in words(done)
    assert "listening-1 ORG-SCHOOL-1" in words(done)


async def test_coordinators_see_names_trainers_first_names_and_listeners_nobodys(platform):
    service = await platform.service("volunteers")
    _, mentor, volunteer = await with_a_mentor(service.database)
    location = f"{(await caring.rows(service.database, 'SELECT location_id FROM location'))[0][0]}"
    contact = {"name": "Anna Jansen", "language": "nl", "byMail": False, "byPush": False,
               "reminderHours": 24}  # fmt: skip
    answer = await service.client.put(f"/v1/people/{volunteer}", json=contact)
    assert answer.is_success, answer.text
    await keep(service.database, heavy(volunteer))

    for page in ("/volunteers/half-days", "/volunteers/after-care"):
        for who, said, unsaid in (
            (browser_of(service, Role.COORDINATOR, locations=(location,)), "Anna Jansen", None),
            (browser_of(service, Role.TRAINER, locations=(location,)), "Anna", "Jansen"),
            (browser_of(service, Role.LISTENER, person=f"{uuid4()}", subject="x"), "", "Anna"),
        ):
            shown = words(await who.get(page))
            assert said in shown
            assert unsaid is None or unsaid not in shown
    to_the_mentor = browser_of(service, Role.LISTENER, person=f"{mentor}", subject="m")
    assert "Anna" in words(await to_the_mentor.get("/volunteers/after-care"))
