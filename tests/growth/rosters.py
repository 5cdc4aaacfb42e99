"""What is asked of holes, of those who could fill them, and of proposed rosters."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.roles import Role

from tests import issuing
from tests.growth import ten_years
from tests.growth.filling import a_shift

TODAY = datetime.now(UTC).date()
PROPOSAL, NEWEST = UUID(int=1), UUID(int=ten_years.SHIFTS)
OFFERS = "/v1/offers", "/volunteers/me/offers"


async def holes_filled(desk: Any, home: UUID, me: UUID, other: UUID) -> None:
    """Look at the holes of a location, and ask two volunteers for shifts."""
    headers = issuing.header_for(Role.LISTENER, person=me)
    here = issuing.header_for(Role.COORDINATOR, locations=(home,))
    for of in (None, headers, here):
        for query in ("", "?open=true", f"?shiftId={NEWEST}", f"?cursor={NEWEST}"):
            await desk.ask("GET /v1/offers", query, headers=of)
    for number, path in enumerate(OFFERS):
        for ahead, answer in ((33, "acceptance"), (40, "refusal")):
            shift = await a_shift(desk, home, ahead + 14 * number, needed=2)
            asked = {"volunteerIds": [str(me), str(other)]}
            made = await desk.ask("POST /v1/shifts/{shift_id}/asking", shift_id=shift, json=asked)
            offer = next(one for one in made["offers"] if one["volunteerId"] == str(me))
            await desk.ask(f"POST {path}/{{offer_id}}/{answer}", offer_id=offer["offerId"],
                           headers=headers, form={} if number else None)  # fmt: skip
    for of in (None, here):
        for page in ("/v1/risks", "/volunteers/at-risk", "/volunteers/presence",
                     "/volunteers/presence/live", "/volunteers/board",
                     "/volunteers/board/live"):  # fmt: skip
            await desk.ask(f"GET {page}", headers=of)
    await desk.ask("GET /v1/presence", f"?shift={NEWEST}")
    await desk.ask("GET /v1/surges")
    await _pressed_on_board(desk, home, me, other)


async def _pressed_on_board(desk: Any, home: UUID, me: UUID, other: UUID) -> None:
    """Press each button of the board for a shift to come."""
    hole, given = [await a_shift(desk, home, ahead) for ahead in (56, 57)]
    place = {"volunteerId": str(me)}
    await desk.ask("POST /v1/shifts/{shift_id}/places", shift_id=given, json=place)
    await desk.ask("GET /v1/shifts/{shift_id}/candidates", shift_id=hole)
    await desk.ask("GET /volunteers/board", f"?day={TODAY + timedelta(days=56)}&shift={hole}")
    on = {"day": str(TODAY + timedelta(days=56)), "location": str(home), "shift": hole}
    board = "POST /volunteers/board"
    await desk.ask(f"{board}/chain", form=on | {"chain": f"{me}:{given}:{other}"})
    for act in ("asking", "day-asking"):
        await desk.ask(f"{board}/{act}", form=on)
    await desk.ask(f"{board}/place", form=on | {"volunteer": str(other)})


async def rosters_proposed(desk: Any, home: UUID) -> None:
    """Plan the shifts of a day, and ask for proposals of days without: no solver is started."""
    here = issuing.header_for(Role.COORDINATOR, locations=(home,))
    day = str(TODAY + timedelta(days=60))
    await desk.ask("GET /v1/demand", f"?day={TODAY}")
    await desk.ask("GET /volunteers/demand")
    await desk.ask("POST /v1/shift-plans", json={"from": day, "until": day, "preview": True})
    await desk.ask("POST /volunteers/demand", form={"from": day, "until": day})
    empty = str(TODAY + timedelta(days=70))
    wanted = {"firstDay": empty, "lastDay": empty, "locationIds": [str(home)], "seconds": 1}
    proposal = (await desk.ask("POST /v1/roster-proposals", json=wanted))["proposalId"]
    await desk.ask("POST /volunteers/proposals", form=wanted)
    for of in (None, here):
        for page in ("/v1/roster-proposals", "/volunteers/proposals"):
            await desk.ask(f"GET {page}", headers=of)
    for page, all_of_it in (("/v1/roster-proposals", {"json": {}}),
                            ("/volunteers/proposals", {"form": {"all": "yes"}})):  # fmt: skip
        one = f"{page}/{{proposal_id}}"
        await desk.ask(f"GET {one}", proposal_id=PROPOSAL)
        await desk.ask(f"POST {one}/stop", proposal_id=proposal)
        await desk.ask(f"POST {one}/acceptance", proposal_id=PROPOSAL, **all_of_it)
    await desk.ask("GET /volunteers/proposals/{proposal_id}/live", proposal_id=PROPOSAL)
