"""The volunteer's way over HTTP: chosen, trained, admitted by channel, away, back, and gone."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from shared.events.volunteers import (
    ShiftReleased,
    TrainingAttended,
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerLeft,
    VolunteerSuspended,
)
from volunteers.standing.end_pauses import end_pauses

from tests.platform import Platform
from tests.volunteers import desk
from tests.waiting import eventually

INTERVIEWS = "selection-interviews"
COUNT_WRONGLY_ACTIVE = """
SELECT count(*) FROM volunteer
WHERE (admitted_at IS NOT NULL OR state IN ('active', 'paused', 'suspended'))
    AND (cardinality(modules_done) <> 13 OR cardinality(signed_off_channels) = 0
        OR signed_off_by IS NULL OR NOT admitted_channels <@ signed_off_channels
        OR NOT EXISTS (
            SELECT FROM selection_interview
            WHERE selection_interview.volunteer_id = volunteer.volunteer_id
                AND outcome = 'accepted' AND 2 <= ALL (scores)))
"""
COUNT_WRONG_STEPS = """
SELECT count(*) FROM volunteer JOIN LATERAL (
    SELECT state, number, (SELECT count(*) FROM volunteer_step
        WHERE volunteer_step.volunteer_id = volunteer.volunteer_id) AS steps
    FROM volunteer_step WHERE volunteer_step.volunteer_id = volunteer.volunteer_id
    ORDER BY number DESC LIMIT 1
) AS last ON true
WHERE last.state <> volunteer.state OR last.number <> last.steps
"""


def an_attempt(chance: random.Random, people: list[str]) -> tuple[str, dict[str, Any]]:
    """Return something that somebody tries with one of them, or a list with two."""
    one, module = f"/volunteers/{chance.choice(people)}", chance.randint(1, 13)
    kind = chance.choice(["interview", "sign-off", "step", "list", *["module"] * 4])
    if kind == "interview":
        return f"{one}/{INTERVIEWS}", desk.an_interview(clarity=chance.choice([1, 2]))
    if kind == "sign-off":
        channels = [chance.choice(desk.EVERY_CHANNEL)]
        return f"{one}/mentor-sign-off", {"mentorId": str(uuid4()), "channels": channels}
    if kind == "step":
        step = chance.choice(["pause", "resumption", "suspension", "reinstatement"])
        return f"{one}/{step}", {}
    listed = chance.sample(people, 2 if kind == "list" else 1)
    return "/trainings", {"module": module, "volunteerIds": listed, "heldOn": "2015-03-01"}


async def steps_of(client: Any, volunteer: str) -> list[str]:
    return [one["step"] for one in await desk.get(client, f"/volunteers/{volunteer}/steps")]


async def test_nobody_is_trained_or_signed_off_before_they_were_chosen(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    (one,) = await desk.applicants(client, await desk.a_location(client))
    path = f"/volunteers/{one}"
    body = {"module": 1, "volunteerIds": [one], "heldOn": "2015-03-01"}

    assert (await desk.refusal(client, "/trainings", **body))[0] == "not-selected"
    signed = await desk.refusal(client, f"{path}/mentor-sign-off", mentorId=str(uuid4()))
    assert signed[0] == "not-selected"
    weak = desk.an_interview(boundaries=1)
    code, detail = await desk.refusal(client, f"{path}/{INTERVIEWS}", **weak)
    assert (code, "boundaries" in detail) == ("competency-missing", True)
    await desk.select(client, [one])
    again = await desk.refusal(client, f"{path}/{INTERVIEWS}", **desk.an_interview())
    assert again[0] == "step-not-possible"
    await desk.train(client, [one], modules=[1])
    assert await steps_of(client, one) == ["apply", "interview", "attend"]
    told = await eventually(lambda: platform.published(TrainingAttended))
    assert [(str(each.data.volunteer_id), each.data.module) for each in told] == [(one, 1)]


async def test_who_is_declined_is_gone_and_the_others_hear_only_that(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    (one,) = await desk.applicants(client, await desk.a_location(client), channels=["chat"])

    held = await desk.post(
        client, f"/volunteers/{one}/{INTERVIEWS}",
        **desk.an_interview("declined", score=2, empathy=1),
    )  # fmt: skip

    assert (held["state"], held["scores"]["empathy"]) == ("left", 1)
    (applied,) = await eventually(lambda: platform.published(VolunteerApplied))
    (left,) = await eventually(lambda: platform.published(VolunteerLeft))
    assert (str(left.data.volunteer_id), left.data.channels) == (one, ["chat"])
    assert applied.sequence < left.sequence
    assert (await desk.refusal(client, f"/volunteers/{one}/departure"))[0] == "step-not-possible"


async def test_channels_are_admitted_one_by_one(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    (one,) = await desk.volunteers(client, await desk.a_location(client))
    await desk.train(client, [one])
    path, mentor = f"/volunteers/{one}/mentor-sign-off", str(uuid4())

    first = await desk.post(client, path, mentorId=mentor, channels=["chat"])
    more = await desk.post(client, path, mentorId=mentor, channels=["telephone"])

    assert (first["state"], first["admittedChannels"]) == ("active", ["chat"])
    assert more["admittedChannels"] == ["telephone", "chat"]
    again = await desk.refusal(client, path, mentorId=mentor, channels=["chat"])
    assert again[0] == "already-signed-off"

    async def both() -> list[list[str]]:
        told = await platform.published(VolunteerAdmitted)
        return [each.data.channels for each in told] if len(told) == 2 else []

    assert await eventually(both) == [["chat"], ["telephone", "chat"]]
    assert (await steps_of(client, one))[-2:] == ["admit", "admit_channel"]


async def test_a_pause_frees_the_places_of_its_days_and_ends_by_itself(platform: Platform) -> None:
    service = await platform.service("volunteers")
    client, today = service.client, datetime.now(UTC).date()
    location = await desk.a_location(client)
    (one,) = await desk.admitted(client, location)
    soon, late = [
        await desk.a_shift(client, location, day=str(today + timedelta(days=days)))
        for days in (3, 30)
    ]
    for shift in (soon, late):
        await desk.post(client, f"/shifts/{shift}/places", volunteerId=one)

    until = str(today + timedelta(days=10))
    paused = await desk.post(client, f"/volunteers/{one}/pause", until=until)

    assert (paused["state"], paused["pausedUntil"]) == ("paused", until)
    filled = [(await desk.get(client, f"/shifts/{shift}"))["filled"] for shift in (soon, late)]
    assert filled == [0, 1]
    await eventually(lambda: platform.published(VolunteerSuspended))
    for _ in range(2):
        await end_pauses(service.database, datetime.now(UTC) + timedelta(days=12))
    assert (await steps_of(client, one))[-2:] == ["pause", "resume"]
    again = await desk.get(client, f"/volunteers/{one}")
    assert (again["state"], again["pausedUntil"]) == ("active", None)


async def test_a_suspension_is_told_as_a_pause_is_and_nothing_more_when_it_follows_one(
    platform: Platform,
) -> None:
    client = (await platform.service("volunteers")).client
    location = await desk.a_location(client)
    (one,) = await desk.admitted(client, location)
    shift = await desk.a_shift(client, location, day=f"{datetime.now(UTC).year + 1}-02-01")
    await desk.post(client, f"/shifts/{shift}/places", volunteerId=one)

    for step in ("pause", "suspension", "reinstatement", "departure"):
        body = {} if step == "pause" else None
        answer = await client.post(f"/v1/volunteers/{one}/{step}", json=body)
        assert answer.status_code == 201, answer.text

    (left,) = await eventually(lambda: platform.published(VolunteerLeft))
    (suspended,) = await platform.published(VolunteerSuspended)
    admitted = await platform.published(VolunteerAdmitted)
    assert len(admitted) == 2
    assert [each.data.channels for each in (suspended, left)] == [desk.EVERY_CHANNEL] * 2
    assert admitted[0].sequence < suspended.sequence < admitted[1].sequence < left.sequence
    assert len(await platform.published(ShiftReleased)) == 1
    body = {"module": 1, "volunteerIds": [one], "heldOn": "2015-03-01"}
    assert (await desk.refusal(client, "/trainings", **body))[0] == "no-longer-there"


async def test_whatever_is_tried_nobody_is_active_unchosen_untrained_or_unsigned(
    platform: Platform,
) -> None:
    """Paths by chance, of four people at once; what must hold is read by SQL of its own."""
    service = await platform.service("volunteers")
    client, chance = service.client, random.Random(9)
    people = await desk.applicants(client, await desk.a_location(client), 4)
    tried = set()
    for _ in range(600):
        path, body = an_attempt(chance, people)
        answer = await client.post(f"/v1{path}", json=body)
        assert answer.status_code in (201, 409), answer.text
        tried.add((path.rsplit("/", 1)[1], answer.status_code))
    async with service.database.commit() as connection:
        assert await connection.fetchval(COUNT_WRONGLY_ACTIVE) == 0
        assert await connection.fetchval(COUNT_WRONG_STEPS) == 0
        assert await connection.fetchval("SELECT count(*) FROM volunteer WHERE state = 'active'")
    assert {(step, 201) for step in ("pause", "suspension", "reinstatement")} <= tried
