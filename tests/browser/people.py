"""People to look at: an applicant, a cohort, who pauses and who left; and accounts' mandates."""

from datetime import UTC, datetime, timedelta

import httpx

from tests.volunteers import desk

NAMES = ("Noor van Verzonnen", "Amir Bedacht", "Lotte Fictief", "Joris Nergens",
         "Wim Weggegaan")  # fmt: skip


async def given_people(client: httpx.AsyncClient, location: str) -> dict[str, str]:
    """Let a cohort of three be half-way; return who pauses, an applicant, and who left."""
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
    applicant, gone = await desk.applicants(client, location, 2)
    people = (*training[:2], pausing, applicant, gone)
    for one, name in zip(people, NAMES, strict=True):
        first = name.split()[0].lower()
        body = {"name": name, "email": f"{first}@verzonnen.example", "city": "Zutphen"}
        answer = await client.put(f"/v1/people/{one}", json=body)
        assert answer.status_code == 200, answer.text
    assert waiting
    await desk.post(client, f"/volunteers/{gone}/departure")
    await _mandates(client, location, training[0])
    return {"person_id": pausing, "applicant_id": applicant, "left_id": gone}


async def given_names(client: httpx.AsyncClient, *people: str) -> None:
    """Let the first people of the helpline be known by name and telephone number."""
    for one, name in zip(people, ("Eva Voorbeeld", "Mia van Mentor"), strict=True):
        body = {"name": name, "phone": "+31 6 98765432"}
        answer = await client.put(f"/v1/people/{one}", json=body)
        assert answer.status_code == 200, answer.text


async def _mandates(client: httpx.AsyncClient, location: str, volunteer: str) -> None:
    """Let accounts act for the location and as a volunteer; one did until lately."""
    began = {"firstDay": "2026-01-01"}
    lately = f"{datetime.now(UTC).date() - timedelta(days=90)}"
    await desk.post(
        client, "/mandates", subject="listener", role="listener", volunteerId=volunteer, **began
    )
    for role, more in (
        ("coordinator", began), ("trainer", began | {"lastDay": "2099-12-31"}),
        ("trainer", {"firstDay": "2016-01-01", "lastDay": lately}),
        ("coordinator", {"firstDay": "2099-01-01"}),
    ):  # fmt: skip
        account = {"subject": f"{role} of {more['firstDay']}", "role": role}
        await desk.post(client, "/mandates", locationId=location, **account, **more)
