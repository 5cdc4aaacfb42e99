"""What tests say to the volunteer desk, as its coordinators would, over HTTP."""

from itertools import count
from uuid import UUID, uuid4

import httpx

numbers = count()
EVERY_CHANNEL = ["telephone", "chat", "email"]
LONG_AGO = "2016-01-01T10:00:00Z"


async def post(client: httpx.AsyncClient, path: str, /, **body):
    """Post and return the answer, which must be 201."""
    response = await client.post(f"/v1{path}", json=body)
    assert response.status_code == 201, response.text
    return response.json()


async def refusal(client: httpx.AsyncClient, path: str, /, **body):
    """Post and return the code and the detail of the refusal."""
    response = await client.post(f"/v1{path}", json=body)
    assert response.headers["content-type"] == "application/problem+json", response.text
    problem = response.json()
    assert problem["status"] == response.status_code
    return problem["type"].rsplit(":", 1)[1], problem["detail"]


async def a_location(client) -> str:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(next(numbers)))
    opened = await post(client, "/locations", name=f"Zutphen {letters}", region="Gelderland")
    return opened["locationId"]


def an_interview(outcome="accepted", score=3, **scores):
    """Return the body of a selection interview."""
    names = (
        "listening", "empathy", "selfReflection", "boundaries", "openness", "resilience",
        "clarity", "cooperation",
    )  # fmt: skip
    return {
        "heldOn": "2015-01-10", "outcome": outcome, "scores": dict.fromkeys(names, score) | scores,
    }  # fmt: skip


async def select(client, volunteer_ids):
    """Accept them in selection interviews."""
    for volunteer_id in volunteer_ids:
        await post(client, f"/volunteers/{volunteer_id}/selection-interviews", **an_interview())


async def volunteers(client, location_id, how_many=1, channels=EVERY_CHANNEL, role="trainee"):
    """Return applicants who were accepted in a selection interview."""
    found = await applicants(client, location_id, how_many, channels, role)
    await select(client, found)
    return found


async def applicants(client, location_id, how_many=1, channels=EVERY_CHANNEL, role="trainee"):
    return [
        (
            await post(
                client, "/volunteers", locationId=location_id, channels=channels,
                lines=["national", "local"], role=role,
            )
        )["volunteerId"]
        for _ in range(how_many)
    ]  # fmt: skip


async def train(client, volunteer_ids, modules=range(1, 14)):
    for module in modules:
        await post(
            client, "/trainings", module=module, volunteerIds=volunteer_ids, heldOn="2015-03-01"
        )


async def sign_off(client, volunteer_id):
    path = f"/volunteers/{volunteer_id}/mentor-sign-off"
    return await post(client, path, mentorId=str(uuid4()))


async def admitted(client, location_id, how_many=1, channels=EVERY_CHANNEL):
    found = await volunteers(client, location_id, how_many, channels)
    await train(client, found)
    for volunteer_id in found:
        await sign_off(client, volunteer_id)
    return found


async def a_shift(
    client, location_id, *, day="2016-02-01", part="morning", needed=2, channels=("telephone",)
):
    opened = await post(
        client, "/shifts", locationId=location_id, date=day, dayPart=part,
        channels=list(channels), needed=needed,
    )  # fmt: skip
    return opened["shiftId"]


async def fill(client, shift_id, volunteer_id):
    path = f"/shifts/{shift_id}/places"
    return await post(client, path, volunteerId=volunteer_id, filledAt=LONG_AGO)


async def fill_or_code(client, shift_id, volunteer_id) -> str:
    """Fill a place of a past shift; return `filled` or the refusal's code."""
    response = await client.post(
        f"/v1/shifts/{shift_id}/places", json={"volunteerId": volunteer_id, "filledAt": LONG_AGO}
    )
    if response.status_code == 201:
        return "filled"
    assert response.status_code == 409, response.text
    return response.json()["type"].rsplit(":", 1)[1]


async def get(client, path):
    response = await client.get(f"/v1{path}")
    assert response.status_code == 200, response.text
    return response.json()


def ids(events, field: str) -> list[UUID]:
    return [getattr(event.data, field) for event in events]
