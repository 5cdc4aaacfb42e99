"""People to look at: an applicant, a cohort that is being trained, and a listener who pauses."""

from datetime import UTC, datetime, timedelta

import httpx

from tests.volunteers import desk

NAMES = ("Noor van Verzonnen", "Amir Bedacht", "Lotte Fictief", "Joris Nergens")


async def given_people(client: httpx.AsyncClient, location: str) -> tuple[str, str]:
    """Let a cohort of three be half-way; return one who pauses, and an applicant."""
    today = datetime.now(UTC).date()
    cohort = await desk.post(
        client, "/cohorts", locationId=location, firstDay=str(today - timedelta(days=40)),
        lastDay=str(today + timedelta(days=40)), places=12,
    )  # fmt: skip
    training = await desk.volunteers(client, location, 3)
    waiting = await desk.volunteers(client, location, 1, channels=["chat"])
    await desk.post(client, f"/cohorts/{cohort['cohortId']}/volunteers", volunteerIds=training)
    await desk.train(client, training, modules=range(1, 7))
    await desk.train(client, training[:2], modules=[7])
    (pausing,) = await desk.admitted(client, location)
    await desk.post(client, f"/volunteers/{pausing}/pause", until=str(today + timedelta(days=20)))
    (applicant,) = await desk.applicants(client, location)
    people = (*training[:2], pausing, applicant)
    for one, name in zip(people, NAMES, strict=True):
        first = name.split()[0].lower()
        body = {"name": name, "email": f"{first}@verzonnen.example", "city": "Zutphen"}
        answer = await client.put(f"/v1/people/{one}", json=body)
        assert answer.status_code == 200, answer.text
    assert waiting
    return pausing, applicant
