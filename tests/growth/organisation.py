"""What is asked of institutions, of changes of the organisation, and of imports."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

TODAY = datetime.now(UTC).date()
DAY = str(TODAY + timedelta(days=30))
CSV = {"Content-Type": "text/csv"}
VOLUNTEERS = b"reference,location,channels,lines,role\nV-1,Plaats 1,chat,local,listener\n"
SHIFTS = f"location,date,dayPart,channels,needed\nPlaats 1,{DAY},evening,chat,2\n".encode()


async def organisation_changed(desk: Any, location: UUID) -> None:
    """Found institutions and merge them, plan changes of a location and withdraw them."""
    page = "/volunteers/organisation"
    founded = [
        await desk.ask("POST /v1/institutions", json=_institution(name))
        for name in ("Oost", "West")
    ]  # fmt: skip
    one, other = (made["institutionId"] for made in founded)
    await desk.ask(f"POST {page}", form=_institution("Noord") | {"plan": "found"})
    change = {"kind": "move", "locationId": str(location), "intoId": one, "onDay": DAY}
    planned = (await desk.ask("POST /v1/location-changes", json=change))["changeId"]
    for path in ("/v1/institutions", "/v1/location-changes", page):
        await desk.ask(f"GET {path}")
    await desk.ask("DELETE /v1/location-changes/{change_id}", change_id=planned)
    planned = (await desk.ask("POST /v1/location-changes", json=change))["changeId"]
    await desk.ask(f"POST {page}/changes/{{change_id}}/withdrawal", change_id=planned, form={})
    merger = {"intoId": other, "onDay": DAY}
    await desk.ask("POST /v1/institutions/{institution_id}/merger", institution_id=one, json=merger)


def _institution(name: str) -> dict[str, str]:
    return {"name": name, "form": "foundation", "firstDay": str(TODAY)}


async def imported(desk: Any) -> None:
    """Try and import a file of each kind, by a program and by the page."""
    for kind, content in (("volunteers", VOLUNTEERS), ("shifts", SHIFTS)):
        for query in ("", "?dryRun=false"):
            await desk.ask(f"POST /v1/imports/{kind}", query, content=content, headers=CSV)
    await desk.ask("GET /volunteers/imports")
    file = {"file": ("volunteers.csv", VOLUNTEERS, "text/csv")}
    await desk.ask("POST /volunteers/imports", form={"kind": "volunteers"}, files=file)
