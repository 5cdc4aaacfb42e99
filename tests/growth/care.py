"""What is asked of supervisors, interviews, half-days, after-care, courses and quality."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.roles import Role

from tests import issuing

TODAY = datetime.now(UTC).date()
DAY, LATER = str(TODAY), str(TODAY + timedelta(days=9))
CALLED = {"calledOn": DAY}


async def volunteers_cared_for(desk: Any, location: UUID, volunteer: UUID) -> None:
    """Ask all that is asked of the care for volunteers, as each who asks it."""
    me = issuing.header_for(Role.LISTENER, person=volunteer)
    here = issuing.header_for(Role.COORDINATOR, locations=(location,))
    supervisor = await _appointed(desk, location)
    await _appointed_by_page(desk, location, here)
    await _interviewed(desk, volunteer, supervisor, me, here)
    await _half_days_held(desk, location, volunteer, me, here)
    for headers in (None, me, here):
        for query in ("", "?open=true"):
            await desk.ask("GET /v1/after-care", query, headers=headers)
        await desk.ask("GET /volunteers/after-care", headers=headers)
    call = "POST /v1/after-care/{contact_id}/call"
    await desk.ask(call, contact_id=UUID(int=1), json=CALLED)
    await desk.ask("POST /volunteers/after-care/{contact_id}", contact_id=UUID(int=2), form=CALLED)
    course = {"course": "listening", "client": "ORG-SCHOOL", "on": DAY}
    await desk.ask("POST /v1/course-deliveries", json=course)
    await desk.ask("GET /volunteers/courses")
    await desk.ask("POST /volunteers/courses", form=course)
    await desk.ask("GET /volunteers/quality")
    for path in ("/v1/quality-files/{year}", "/v1/quality-files/{year}/pdf",
                 "/volunteers/quality/{year}", "/volunteers/quality/{year}/pdf"):  # fmt: skip
        await desk.ask(f"GET {path}", year=TODAY.year)


async def _appointed(desk: Any, location: UUID) -> UUID:
    """Return a supervisor with a certificate."""
    appointed = {"competencies": ["evaluation"], "firstDay": DAY}
    body = appointed | {"locationId": str(location)}
    supervisor = (await desk.ask("POST /v1/supervisors", json=body))["supervisorId"]
    of = "/v1/supervisors/{supervisor_id}"
    await desk.ask(f"PUT {of}", supervisor_id=supervisor, json=appointed)
    certificate = {"kind": "supervisor", "issuedOn": DAY, "lastDay": LATER}
    await desk.ask(f"POST {of}/certificates", supervisor_id=supervisor, json=certificate)
    await desk.ask("GET /v1/supervisors")
    return UUID(supervisor)


async def _appointed_by_page(desk: Any, location: UUID, here: dict[str, str]) -> None:
    """Appoint somebody of staff by the page, and use each form of their own page."""
    page, service = "/volunteers/supervisors", {"competencies": ["intervision"], "firstDay": DAY}
    made = await desk.ask(f"POST {page}", form=service | {"locationId": str(location)})
    of = {"supervisor_id": made.rsplit("/", 1)[1]}
    for form, typed in (
        ("change", service | {"lastDay": LATER}),
        ("certificates", {"kind": "supervisor", "issuedOn": DAY, "validUntil": LATER}),
        ("contact", {"name": "Iemand", "version": "0"}),
    ):
        await desk.ask(f"POST {page}/{{supervisor_id}}/{form}", **of, form=typed)
    for headers in (None, here):
        for query in ("", f"?cursor={UUID(int=0)}"):
            await desk.ask(f"GET {page}", query, headers=headers)
        await desk.ask(f"GET {page}/{{supervisor_id}}", **of, headers=headers)


async def _interviewed(
    desk: Any, volunteer: UUID, supervisor: UUID, me: dict[str, str], here: dict[str, str]
) -> None:
    """Plan two interviews, one after the other, write in them and hold them."""
    lead = issuing.header_for(Role.TRAINER, person=supervisor)
    planned = {"volunteerId": str(volunteer), "supervisorId": str(supervisor), "plannedOn": DAY}
    of = "/v1/evaluations/{evaluation_id}"
    one = (await desk.ask("POST /v1/evaluations", json=planned))["evaluationId"]
    await desk.ask(f"PUT {of}/reflection", evaluation_id=one, json={"reflection": "."}, headers=me)
    await desk.ask(f"GET {of}/reflection", evaluation_id=one, headers=lead)
    await desk.ask(f"POST {of}/holding", evaluation_id=one, json={"heldOn": DAY}, headers=lead)
    page = "/volunteers/evaluations"
    await desk.ask(f"POST {page}", form=planned)
    for headers in (None, me, here):
        for query in ("", "?open=true"):
            await desk.ask("GET /v1/evaluations", query, headers=headers)
        await desk.ask(f"GET {page}", headers=headers)
    found = await desk.ask("GET /v1/evaluations", "?open=true", headers=me)
    two = found["items"][0]["evaluationId"]
    of = f"{page}/{{evaluation_id}}"
    await desk.ask(f"GET {of}", evaluation_id=two, headers=me)
    await desk.ask(f"POST {of}/reflection", evaluation_id=two, form={"reflection": "."}, headers=me)
    await desk.ask(f"POST {of}/holding", evaluation_id=two, form={"heldOn": DAY}, headers=lead)


async def _half_days_held(
    desk: Any, location: UUID, volunteer: UUID, me: dict[str, str], here: dict[str, str]
) -> None:
    """Plan a session by a program and one by a page, and take who was there."""
    listed = [str(volunteer)]
    session = {"locationId": str(location), "kind": "training", "on": DAY, "halfDays": 1}
    invited = session | {"volunteerIds": listed}
    one = {"session_id": (await desk.ask("POST /v1/half-day-sessions", json=invited))["sessionId"]}
    await desk.ask("POST /v1/half-day-sessions/{session_id}/attendance", **one,
                   json={"volunteerIds": listed})  # fmt: skip
    for headers in (None, here):
        await desk.ask("GET /v1/half-day-sessions", headers=headers)
    await desk.ask("GET /v1/volunteers/{volunteer_id}/half-days", volunteer_id=volunteer)
    page = "/volunteers/half-days"
    await desk.ask(f"POST {page}", form=session)
    for headers in (None, me, here):
        await desk.ask(f"GET {page}", headers=headers)
    for method, form in (("GET", None), ("POST", {"volunteerIds": listed})):
        await desk.ask(f"{method} {page}/{{session_id}}", **one, form=form)
