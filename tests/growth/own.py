"""What is asked of a volunteer's own pages, calendar and devices."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.roles import Role

from tests import issuing
from tests.growth.filling import a_shift
from tests.http.own_pages import BROWSER, FIXED, ME, WEEK

TODAY = datetime.now(UTC).date()
LEAVER = UUID(int=76)  # of the same location


async def own_pages_used(desk: Any, home: UUID, me: UUID, other: UUID) -> None:
    """Let a volunteer use each of their own pages; the other one shares a shift to come."""
    headers = issuing.header_for(Role.LISTENER, person=me)
    who = {"headers": headers, "form": {}}
    for page in ("", "/shifts", "/open", "/swaps", "/training", "/when", "/data",
                 "/data/everything.json", "/leaving", "/shifts/kept", "/manifest.webmanifest",
                 "/worker.js"):  # fmt: skip
        await desk.ask(f"GET {ME}{page}", headers=headers)
    mine, theirs = [await a_shift(desk, home, ahead) for ahead in (30, 31)]
    await desk.ask(f"POST {ME}/open/{{shift_id}}", shift_id=mine, **who)
    await desk.ask("POST /v1/shifts/{shift_id}/places", shift_id=theirs,
                   json={"volunteerId": str(other)})  # fmt: skip
    for act, form in (("waiting", {}), ("waiting-no-more", {}), ("standby", {"kind": "standby"}),
                      ("standby-no-more", {})):  # fmt: skip
        await desk.ask(f"POST {ME}/open/{{shift_id}}/{act}", shift_id=theirs, headers=headers,
                       form=form)  # fmt: skip
    await _swapped(desk, mine, theirs, who, issuing.header_for(Role.LISTENER, person=other))
    await desk.ask(f"POST {ME}/shifts/{{shift_id}}/release", shift_id=theirs, **who)
    await desk.ask(f"POST {ME}/when", headers=headers, form=WEEK | {"version": "1"})
    away = {"firstDay": str(TODAY), "lastDay": str(TODAY)}
    await desk.ask(f"POST {ME}/when/absences", headers=headers, form=away)
    of = {"volunteer_id": me}
    absences = "/v1/volunteers/{volunteer_id}/absences"
    absence = (await desk.ask(f"GET {absences}", **of))["items"][0]["absenceId"]
    await desk.ask(f"POST {ME}/when/absences/{{absence_id}}/end", absence_id=absence, **who)
    person = {"name": "Iemand", "version": "0", "reminderHours": "24"}
    await desk.ask(f"POST {ME}/data", headers=headers, form=person)
    await _followed(desk, home, me, who)
    await _fixed_and_paused(desk, who)
    await _left(desk)


async def _swapped(
    desk: Any, mine: str, theirs: str, who: dict[str, Any], other: dict[str, str]
) -> None:
    """Propose three swaps, and end each in another way: the last is agreed to."""
    wanted = {"gives": mine, "takes": theirs}
    for answer, headers in (("withdrawal", who["headers"]), ("refusal", other),
                            ("agreement", other)):  # fmt: skip
        await desk.ask(f"POST {ME}/swaps", headers=who["headers"], form=wanted)
        found = await desk.ask("GET /v1/swaps", "?state=proposed", headers=who["headers"])
        swap = next(one for one in found["items"] if one["legs"][0]["gives"] == mine)
        path = f"POST {ME}/swaps/{{swap_id}}/{answer}"
        await desk.ask(path, swap_id=swap["swapId"], form={}, headers=headers)


async def _followed(desk: Any, home: UUID, me: UUID, who: dict[str, Any]) -> None:
    """Make and take back calendars and devices, and read a calendar of each kind."""
    headers = who["headers"]
    for path, of in (("/v1/volunteers/{volunteer_id}/calendar", {"volunteer_id": me}),
                     ("/v1/locations/{location_id}/calendar", {"location_id": home})):  # fmt: skip
        asking = headers if "volunteer_id" in of else None
        address = (await desk.ask(f"POST {path}", **of, headers=asking))["address"]
        secret = address.rsplit("/", 1)[1].removesuffix(".ics")
        await desk.ask("GET /v1/calendars/{secret}.ics", secret=secret)
        await desk.ask(f"DELETE {path}", **of, headers=asking)
    for act in ("calendar", "calendar-end"):
        await desk.ask(f"POST {ME}/data/{act}", **who)
    await desk.ask(f"POST {ME}/data/push", headers=headers, form=BROWSER)
    await desk.ask("POST /v1/push-subscriptions", headers=headers, json=BROWSER)
    await desk.ask("GET /v1/push-subscriptions", headers=headers)
    await desk.ask(f"POST {ME}/data/push-end", **who)
    await desk.ask("DELETE /v1/push-subscriptions", headers=headers)


async def _fixed_and_paused(desk: Any, who: dict[str, Any]) -> None:
    """Fix a shift and end it; pause and come back."""
    headers = who["headers"]
    fixed = FIXED | {"fromDay": str(TODAY + timedelta(days=80))}
    await desk.ask(f"POST {ME}/when/fixed", headers=headers, form=fixed)
    found = (await desk.ask("GET /v1/fixed-shifts", headers=headers))["items"]
    fixed_id = next(one["fixedId"] for one in found if one["lastDay"] is None)
    await desk.ask(f"POST {ME}/when/fixed/{{fixed_id}}/end", fixed_id=fixed_id, **who)
    until = {"until": str(TODAY + timedelta(days=9))}
    await desk.ask(f"POST {ME}/when/pause", headers=headers, form=until)
    await desk.ask(f"POST {ME}/when/resumption", **who)


async def _left(desk: Any) -> None:
    """Let a volunteer leave by their own page, take their data along and be erased."""
    who = {"headers": issuing.header_for(Role.LISTENER, person=LEAVER), "form": {}}
    await desk.ask(f"POST {ME}/leaving", **who)
    for page in ("/leaving", "/data/everything.json"):
        await desk.ask(f"GET {ME}{page}", headers=who["headers"])
    await desk.ask(f"POST {ME}/leaving/erasure", **who)
