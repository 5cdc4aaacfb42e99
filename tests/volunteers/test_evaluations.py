"""Evaluation interviews: planned, written for, held, watched; what is written is for two."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shared.events.volunteers import EvaluationHeld
from shared.roles import Role
from volunteers.evaluations.forget_reflections import forget_reflections
from volunteers.evaluations.queries import next_interview
from volunteers.evaluations.watch_due import watch_due

from tests import issuing
from tests.volunteers import caring
from tests.waiting import eventually

WORDS = "Ik vond de nachtdienst zwaar, en wil leren om te begrenzen."
AGREED = "Samen twee nachten, dan opnieuw spreken."
TODAY = datetime.now(UTC).date()


async def planned(service):
    """Return an interview that is planned, with its volunteer, supervisor and location."""
    location = await caring.a_location(service.database)
    volunteer = await caring.a_volunteer(service.database, location)
    supervisor = await caring.a_supervisor(service.database, location)
    body = plan(volunteer, supervisor)
    view = await caring.said(await service.client.post("/v1/evaluations", json=body), 201)
    return view["evaluationId"], volunteer, supervisor, location


def plan(volunteer, supervisor, on=None):
    day = on or TODAY + timedelta(days=7)
    return {"volunteerId": f"{volunteer}", "supervisorId": f"{supervisor}", "plannedOn": f"{day}"}


def as_one(person, *roles, locations=None):
    return issuing.header_for(*roles, person=person, locations=locations)


async def write(service, evaluation, volunteer, words=WORDS):
    return await service.client.put(
        f"/v1/evaluations/{evaluation}/reflection", json={"reflection": words},
        headers=as_one(volunteer, Role.LISTENER),
    )  # fmt: skip


async def test_what_is_written_opens_for_two_persons_and_for_nobody_else(platform):
    service = await platform.service("volunteers")
    evaluation, volunteer, supervisor, location = await planned(service)
    await caring.said(await write(service, evaluation, volunteer))
    address = f"/v1/evaluations/{evaluation}/reflection"
    page = f"/volunteers/evaluations/{evaluation}"
    both = {(Role.LISTENER, volunteer), (Role.TRAINER, supervisor), (Role.LISTENER, supervisor),
            (Role.TRAINER, volunteer)}  # fmt: skip
    colleague, other = await caring.a_volunteer(service.database, location), uuid4()

    for role in Role:
        for person in (volunteer, supervisor, colleague, other, None):
            for where in (None, (location,)):
                header = as_one(person, role, locations=where)
                for path in (address, page, f"/v1/volunteers/{volunteer}/personal-data"):
                    answer = await service.client.get(path, headers=header)
                    if "personal-data" in path:
                        own = (role, person) == (Role.LISTENER, volunteer)
                        assert (WORDS in answer.text) == own, (role, person)
                        continue
                    if (role, person) in both:
                        assert WORDS in answer.text, (role, answer.text)
                    else:
                        assert answer.status_code == 403, (role, person, where)
                        assert WORDS not in answer.text
    everybody = as_one(other, *Role)
    for path in (address, page, "/v1/evaluations?limit=500", "/volunteers/evaluations"):
        assert WORDS not in (await service.client.get(path, headers=everybody)).text


async def test_only_the_volunteer_writes_and_only_the_supervisor_holds(platform):
    service = await platform.service("volunteers")
    evaluation, volunteer, supervisor, location = await planned(service)
    path = f"/v1/evaluations/{evaluation}"
    held = {"heldOn": f"{TODAY}", "agreed": AGREED}

    for person in (supervisor, uuid4()):
        assert caring.refused(await write(service, evaluation, person)) == (403, "beyond-reach")
    for person, roles, refused in (
        (volunteer, (Role.LISTENER,), (409, "held-by-its-supervisor")),
        (uuid4(), (Role.TRAINER, Role.COORDINATOR), (403, "beyond-reach")),
    ):
        header = as_one(person, *roles, locations=(location,))
        answer = await service.client.post(f"{path}/holding", json=held, headers=header)
        assert caring.refused(answer) == refused
    by_the_supervisor = as_one(supervisor, Role.TRAINER)
    answer = await service.client.post(f"{path}/holding", json=held, headers=by_the_supervisor)
    view = await caring.said(answer, 201)

    assert (view["standing"], view["heldOn"]) == ("held", f"{TODAY}")
    (told,) = await eventually(lambda: platform.published(EvaluationHeld))
    assert (told.data.volunteer_id, told.data.on) == (volunteer, TODAY)
    assert AGREED not in told.data.model_dump_json()
    answer = await service.client.get(
        f"{path}/reflection", headers=as_one(volunteer, Role.LISTENER)
    )
    assert (await caring.said(answer))["agreed"] == AGREED
    assert caring.refused(await write(service, evaluation, volunteer)) == (
        409, "evaluation-already-held",
    )  # fmt: skip
    async with service.database.read() as session:
        following = await next_interview(session, volunteer)
    assert (following.due_on.year, following.supervisor_id) == (TODAY.year + 1, None)


async def test_the_database_holds_no_word_and_without_the_key_nothing_opens(platform):
    service = await platform.service("volunteers")
    evaluation, volunteer, supervisor, _ = await planned(service)
    await caring.said(await write(service, evaluation, volunteer))
    kept = await caring.rows(
        service.database,
        "SELECT e::text || coalesce((SELECT string_agg(r::text, '') FROM idempotent_request r), '')"
        " || coalesce((SELECT string_agg(o::text, '') FROM outbox o), '') FROM evaluation e",
    )
    assert "nachtdienst" not in kept[0][0]
    assert WORDS.encode().hex() not in kept[0][0]
    header = as_one(supervisor, Role.TRAINER)
    address = f"/v1/evaluations/{evaluation}/reflection"

    async with service.database.commit() as connection:
        await connection.execute("DELETE FROM person_key")
    opened = await caring.said(await service.client.get(address, headers=header))
    assert opened["reflection"] is None

    await service.leave()
    locked = await platform.service("volunteers", personal_data_key=None)
    answer = await locked.client.get(address, headers=header)
    assert caring.refused(answer) == (503, "personal-data-locked")


async def test_another_supervisor_comes_only_once_the_reflection_is_taken_back(platform):
    service = await platform.service("volunteers")
    evaluation, volunteer, _, location = await planned(service)
    second = await caring.a_supervisor(service.database, location)
    await caring.said(await write(service, evaluation, volunteer))

    answer = await service.client.post("/v1/evaluations", json=plan(volunteer, second))
    assert caring.refused(answer) == (409, "reflection-is-written")
    await caring.said(await write(service, evaluation, volunteer, ""))
    answer = await service.client.post("/v1/evaluations", json=plan(volunteer, second))

    assert (await caring.said(answer, 201))["supervisorId"] == f"{second}"


async def test_an_interview_is_planned_with_who_may_hold_it(platform):
    service = await platform.service("volunteers")
    database = service.database
    location = await caring.a_location(database)
    volunteer = await caring.a_volunteer(database, location)
    applicant = await caring.a_volunteer(database, location, state="in_training")
    able = await caring.a_supervisor(database, location)
    trainer = await caring.a_supervisor(database, location, competencies=["training"])
    lapsed = await caring.a_supervisor(database, location, certified_until=date(2020, 1, 1))

    for wrong, code in (
        (plan(volunteer, trainer), "supervisor-lacks-competency"),
        (plan(volunteer, lapsed), "certificate-not-valid"),
        (plan(volunteer, able, on=date(2015, 12, 31)), "supervisor-not-in-service"),
        (plan(volunteer, uuid4()), "unknown-supervisor"),
        (plan(applicant, able), "evaluation-not-yet"),
    ):
        answer = await service.client.post("/v1/evaluations", json=wrong)
        assert caring.refused(answer) == (409, code)
    for _ in range(2):
        answer = await service.client.post("/v1/evaluations", json=plan(volunteer, able))
        view = await caring.said(answer, 201)
        assert (view["dueOn"], view["standing"]) == ("2016-09-01", "planned")


async def test_a_list_names_who_is_within_reach_and_whom_one_supervises(platform):
    service = await platform.service("volunteers")
    evaluation, volunteer, supervisor, location = await planned(service)
    hidden, *_ = await planned(service)
    async with service.database.commit() as connection:
        await connection.execute(
            "UPDATE evaluation SET supervisor_id = NULL WHERE evaluation_id = $1", UUID(hidden)
        )

    for header in (
        as_one(volunteer, Role.LISTENER),
        as_one(supervisor, Role.LISTENER),
        as_one(None, Role.TRAINER, locations=(location,)),
        as_one(None, Role.COORDINATOR, locations=(location,)),
    ):
        for query in ("?limit=500", "?open=true"):
            answer = await service.client.get(f"/v1/evaluations{query}", headers=header)
            found = (await caring.said(answer))["items"]
            assert [one["evaluationId"] for one in found] == [evaluation]


@pytest.mark.parametrize("many", [1, 3])
async def test_everybody_admitted_gets_an_interview_and_both_are_told_in_time(platform, many):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    admitted_at = datetime(2026, 1, 15, 12, tzinfo=UTC)
    active = await caring.a_volunteer(database, location, admitted_at=admitted_at)
    gone = await caring.a_volunteer(database, location, admitted_at=admitted_at, state="left")
    paused = await caring.a_volunteer(database, location, admitted_at=admitted_at, state="paused")
    supervisor = await caring.a_supervisor(database, location)

    async def watched(now):
        for _ in range(many):
            await watch_due(database, now)
        told = "SELECT person_id, due_at FROM notice WHERE kind = 'evaluation_due' ORDER BY due_at"
        return [(who, at.date()) for who, at in await caring.rows(database, told)]

    assert await watched(datetime(2026, 6, 14, 12, tzinfo=UTC)) == []
    open_ones = "SELECT volunteer_id, due_on FROM evaluation ORDER BY volunteer_id = $1"
    assert await caring.rows(database, open_ones, paused) == [
        (active, date(2026, 7, 15)), (paused, date(2026, 7, 15)),
    ]  # fmt: skip
    assert gone not in dict(await caring.rows(database, open_ones, paused))
    assert await watched(datetime(2026, 6, 15, 12, tzinfo=UTC)) == [(active, date(2026, 6, 15))]
    await caring.rows(database, "UPDATE evaluation SET supervisor_id = $1 RETURNING 1", supervisor)
    found = await watched(datetime(2026, 7, 16, 12, tzinfo=UTC))
    assert sorted(found[1:]) == sorted(
        [(active, date(2026, 7, 16)), (supervisor, date(2026, 7, 16))]
    )


async def test_what_was_written_is_forgotten_after_the_second_interview_after_it(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    volunteer = await caring.a_volunteer(database, location)
    for year in (2022, 2023, 2024, None):
        held = date(year, 5, 1) if year else None
        await caring.rows(
            database,
            "INSERT INTO evaluation (evaluation_id, volunteer_id, due_on, held_on, reflection,"
            " agreed, version) VALUES ($1, $2, '2022-05-01', $3, 'words', 'words', 1) RETURNING 1",
            uuid4(), volunteer, held,
        )  # fmt: skip

    async with database.commit() as connection:
        assert [await forget_reflections(connection) for _ in range(2)] == [1, 0]

    left = "SELECT held_on FROM evaluation WHERE reflection IS NOT NULL ORDER BY held_on"
    assert await caring.rows(database, left) == [(date(2023, 5, 1),), (date(2024, 5, 1),), (None,)]
