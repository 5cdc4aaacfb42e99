"""What is asked of people, cohorts and mandates."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.roles import Role

from tests import issuing
from tests.volunteers.desk import an_interview

ACTIVE = UUID(int=51)


async def people_looked_after(desk: Any, location: str, volunteer: str) -> None:
    """Ask all that is asked of people, cohorts and mandates; an active volunteer leaves."""
    today, one = str(datetime.now(UTC).date()), {"volunteer_id": volunteer}
    way, page = "/v1/volunteers/{volunteer_id}", "/volunteers/people/{person_id}"
    await _mandates_given(desk, location, volunteer)
    await desk.ask("PUT /v1/people/{person_id}", person_id=volunteer, json={"name": "Iemand"})
    await desk.ask("GET /v1/people/{person_id}", person_id=volunteer)
    await desk.ask(f"PUT {way}/mentor", **one, json={"mentorId": None})
    cohort = {"locationId": location, "firstDay": today, "lastDay": today, "places": 9}
    cohort_id = (await desk.ask("POST /v1/cohorts", json=cohort))["cohortId"]
    joining = {"volunteerIds": [volunteer]}
    await desk.ask("GET /v1/cohorts")
    cohorts = "/volunteers/cohorts"
    await desk.ask("POST /v1/cohorts/{cohort_id}/volunteers", cohort_id=cohort_id, json=joining)
    await desk.ask(f"GET {cohorts}")
    await desk.ask(f"POST {cohorts}", form=cohort)
    await desk.ask(f"POST {cohorts}/{{cohort_id}}/volunteers", cohort_id=cohort_id, form=joining)
    attended = joining | {"module": 2, "heldOn": today}
    await desk.ask(f"POST {cohorts}/{{cohort_id}}/attendance", cohort_id=cohort_id, form=attended)
    await desk.ask("GET /volunteers/people", "?search=a")
    await desk.ask(f"GET {page}", person_id=volunteer)
    person = {"name": "Iemand", "version": "1"}
    await desk.ask(f"POST {page}/contact", person_id=volunteer, form=person)
    held = an_interview()
    form = held["scores"] | {"heldOn": held["heldOn"], "outcome": "accepted"}
    await desk.ask(f"POST {page}/interview", person_id=volunteer, form=form)
    await desk.ask(f"POST {page}/sign-off", person_id=volunteer, form={"mentorId": str(uuid4())})
    await desk.ask(f"POST {page}/mentor", person_id=volunteer, form={})
    one = {"volunteer_id": ACTIVE}
    await desk.ask(f"POST {page}/step", person_id=ACTIVE, form={"step": "pause"})
    for step in ("resumption", "pause", "suspension", "reinstatement", "departure"):
        await desk.ask(f"POST {way}/{step}", **one, json={} if step == "pause" else None)
    await desk.ask(f"GET {way}/personal-data", **one)
    await desk.ask(f"GET {page}/data.json", person_id=ACTIVE)
    await desk.ask(f"GET {page}/erasure", person_id=ACTIVE)
    await desk.ask(f"POST {page}/erasure", person_id=ACTIVE, form={})
    await desk.ask(f"DELETE {way}/personal-data", **one)


async def _mandates_given(desk: Any, location: str, volunteer: str) -> None:
    """Give mandates for a location and for a person, and end them, by a program and by the page."""
    page, here = "/volunteers/mandates", UUID(location)
    today = str(datetime.now(UTC).date())
    mandate = {"subject": "x", "role": "trainer", "locationId": location, "firstDay": today}
    one, other = [
        (await desk.ask("POST /v1/mandates", json=mandate | {"subject": subject}))["mandateId"]
        for subject in ("x", "y")
    ]
    to_person = {"subject": "z", "volunteerId": volunteer, "firstDay": today}
    await desk.ask(f"POST {page}", "?give=location", form=mandate | {"subject": "w"})
    await desk.ask(f"POST {page}", "?give=person", form=to_person)
    for headers in (None, issuing.header_for(Role.COORDINATOR, locations=(here,))):
        for path in ("/v1/mandates", page):
            await desk.ask(f"GET {path}", headers=headers)
    await desk.ask(f"GET {page}", "?search=a")
    await desk.ask("DELETE /v1/mandates/{mandate_id}", mandate_id=one)
    await desk.ask(f"POST {page}/{{mandate_id}}/end", mandate_id=other, form={})
