"""A course that was given to a third party: recorded by codes only, and told once."""

from shared.events.volunteers import CourseDelivered
from shared.roles import Role

from tests import issuing
from tests.waiting import eventually

GIVEN = {"course": "listening-1", "client": "ORG-SCHOOL-1", "on": "2016-03-04"}


async def test_a_course_is_recorded_and_told_once_however_often_it_is_sent(platform):
    client = (await platform.service("volunteers")).client
    headers = issuing.header_for(Role.TRAINER) | {"Idempotency-Key": "one"}
    answers = [
        await client.post("/v1/course-deliveries", json=GIVEN, headers=headers) for _ in range(3)
    ]
    assert {answer.status_code for answer in answers} == {201}
    (recorded,) = {answer.text for answer in answers}

    async def told():
        return await platform.published(CourseDelivered)

    await eventually(told)
    (event,) = await told()
    assert event.aggregate_id == answers[0].json()["deliveryId"]
    assert event.data.model_dump(mode="json", by_alias=True) == answers[0].json(), recorded


REFUSED = [
    ({"on": "2099-01-01"}, "course-in-the-future"),
    ({"course": "0612345678"}, "bad-input"),
    ({"course": "Een cursus voor Truus"}, "bad-input"),
    ({"course": "a-1-2-3-4-5-6"}, "bad-input"),
    ({"client": "GM0301"}, "bad-input"),
    ({"client": "ORG-school"}, "bad-input"),
    ({"note": "x"}, "bad-input"),
]


async def test_what_is_no_code_or_still_to_come_is_refused(platform):
    client = (await platform.service("volunteers")).client
    for change, code in REFUSED:
        answer = await client.post("/v1/course-deliveries", json=GIVEN | change)
        assert answer.status_code == 400
        assert answer.json()["type"].endswith(f":{code}"), change
    assert await platform.published(CourseDelivered) == []
