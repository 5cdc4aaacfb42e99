"""Courses for third parties: prices by day, and what volunteers told, once."""

from datetime import date
from uuid import UUID, uuid4

from shared.events.volunteers import CourseDelivered

from tests.platform import Platform


def delivered(client: str = "ORG-SCHOOL-1") -> CourseDelivered:
    return CourseDelivered(
        delivery_id=uuid4(), course="listening-1", client=client, on=date(2016, 3, 4)
    )


async def test_a_price_holds_from_its_day_and_another_for_that_day_replaces_it(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client

    async def put(course: str, day: str, price: str) -> int:
        body = {"validFrom": day, "price": price}
        return (await client.put(f"/v1/course-prices/{course}", json=body)).status_code

    assert await put("listening-1", "2016-01-01", "1250.00") == 200
    assert await put("listening-1", "2017-01-01", "1300.00") == 200
    assert await put("listening-1", "2016-01-01", "1275.50") == 200
    assert await put("intervision", "2016-01-01", "800.00") == 200
    page = (await client.get("/v1/course-prices?limit=1")).json()
    assert page["nextCursor"] == "intervision"
    page = (await client.get("/v1/course-prices?cursor=intervision")).json()
    assert page["items"] == [
        {
            "course": "listening-1",
            "prices": [
                {"validFrom": "2016-01-01", "price": "1275.50"},
                {"validFrom": "2017-01-01", "price": "1300.00"},
            ],
        }
    ]
    for course, price in (
        ("listening-1", "0.00"), ("listening-1", "1250"), ("listening-1", "-1.00"),
        ("0612345678", "1.00"), ("Listening", "1.00"),
    ):  # fmt: skip
        assert await put(course, "2016-01-01", price) == 400


async def test_a_course_that_was_told_is_kept_once_until_it_is_invoiced(
    platform: Platform,
) -> None:
    service = await platform.service("billing")
    one, other = delivered(), delivered("ORG-SCHOOL-2")
    for told in (one, other):
        await platform.publish(told, aggregate_id=told.delivery_id)
    await platform.publish(one, aggregate_id=one.delivery_id)
    await platform.handled("billing", 3)
    page = (await service.client.get("/v1/course-deliveries?open=true")).json()
    kept = {UUID(item["deliveryId"]): item for item in page["items"]}
    assert kept.keys() == {one.delivery_id, other.delivery_id}
    assert kept[one.delivery_id] == {
        "deliveryId": str(one.delivery_id), "course": "listening-1", "client": "ORG-SCHOOL-1",
        "on": "2016-03-04", "number": None,
    }  # fmt: skip
