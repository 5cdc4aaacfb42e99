"""The week ahead: demand, shifts, sign-up, a proposal, confirmations, and asks for the rest.

Nobody is given a place: each is taken by the volunteer, with a token of their own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from demo.chance import key
from demo.client import Api, Refused, each
from demo.plan import Plan
from demo.retrying import until
from demo.roster import AMSTERDAM, Volunteer
from demo.volunteers_story import Known
from demo.week_plan import Usual, says_when, says_yes, sign_ups, usual_week, week_ahead

PROPOSAL_SECONDS = 5
PROPOSAL_WITHIN = 150.0  # seconds; a worker that is killed loses its run, and another begins anew
ASKED_FOR_A_HOLE = 3
ROUNDS_OF_ASKING = 2
Shift = Mapping[str, Any]


@dataclass
class WeekAhead:
    """What came of the week, in places; `proposal` is the service's answer."""

    week: str = ""
    shifts: Sequence[Shift] = ()
    signed_up: int = 0
    confirmed: int = 0
    by_asks: int = 0
    proposal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def summary(self) -> dict[str, Any]:
        """Return what the summary says of it."""
        needed = sum(shift["needed"] for shift in self.shifts)
        filled = sum(shift["filled"] for shift in self.shifts)
        gap = self.proposal.get("gap")
        return {
            "week_ahead": self.week,
            "week_ahead_places": needed,
            "week_ahead_signed_up": self.signed_up,
            "week_ahead_proposed": len(self.proposal.get("places", ())),
            "week_ahead_proposal_points": _points(self.proposal.get("objective")),
            "week_ahead_proposal_bound": _points(self.proposal.get("bound")),
            "week_ahead_proposal_gap": "" if gap is None else f"{gap:.2%}",
            "week_ahead_confirmed": self.confirmed,
            "week_ahead_by_asks": self.by_asks,
            "week_ahead_filled": filled,
            "week_ahead_coverage": f"{filled / needed:.1%}" if needed else "",
            "week_ahead_gaps": needed - filled,
            "week_ahead_excluded_by": self._excluded(),
        }

    def wrong(self) -> list[str]:
        """Return what cannot be, in words."""
        filled = sum(shift["filled"] for shift in self.shifts)
        taken = self.signed_up + self.confirmed + self.by_asks
        found = [f"week ahead: {taken} places were taken and {filled} are filled"] * (
            filled < taken
        )
        full = [shift for shift in self.shifts if shift["filled"] > shift["needed"]]
        found += [f"week ahead: {len(full)} shifts have more people than places"] * bool(full)
        if self.proposal.get("state") != "done":
            found.append(f"week ahead: the proposal is {self.proposal.get('state')}")
        return found

    def _excluded(self) -> str:
        """Return how often each rule keeps somebody out of a shift that the proposal left open."""
        counted: Counter[str] = Counter()
        for gap in self.proposal.get("gaps", ()):
            counted.update(gap["excluded"])
        return ", ".join(f"{rule} {n:,}" for rule, n in counted.most_common()) or "nobody"


@dataclass(frozen=True)
class Desk:
    """Who acts in this story: the coordinator's client, and each volunteer by their id."""

    volunteers: Api
    header_of: Callable[[str], Mapping[str, str]]
    known: Known
    numbers: Mapping[str, int]
    span: tuple[str, str]

    def as_volunteer(self, volunteer_id: str) -> Api:
        """Return the client of a volunteer."""
        return self.volunteers.acting_with(self.header_of(volunteer_id))

    async def shifts(self, only: str = "") -> list[Shift]:
        """Return the shifts of the week; `only` may be `&open=true`."""
        since, until_ = self.span
        found = await self.volunteers.listed(f"/v1/shifts?from={since}&until={until_}{only}")
        return [shift for shift in found if not shift["cancelled"]]

    async def offers(self, reason: str) -> list[Mapping[str, Any]]:
        """Return the offers of the week to volunteers of the demo, open and answered."""
        since, until_ = self.span
        return [
            offer for offer in await self.volunteers.listed("/v1/offers?open=false")
            if offer["reason"] == reason and since <= offer["date"] <= until_
            and offer["volunteerId"] in self.numbers
        ]  # fmt: skip

    async def accepted(self, reason: str) -> int:
        """Return how many of these offers were accepted."""
        return sum(offer["state"] == "accepted" for offer in await self.offers(reason))


async def play_week_ahead(
    volunteers: Api, plan: Plan, known: Known, header_of: Callable[[str], Mapping[str, str]]
) -> WeekAhead:
    """Fill the week ahead by all ways that lead to a place; return what came of it."""
    first, last = week_ahead(datetime.now(UTC).astimezone(AMSTERDAM).date())
    numbers = {volunteer_id: number for number, volunteer_id in known.volunteers.items()}
    desk = Desk(volunteers, header_of, known, numbers, (f"{first}", f"{last}"))
    ahead = WeekAhead(week=f"{first} - {last}")
    usual = {one: usual_week(one) for one in plan.roster.volunteers if says_when(one)}
    await _say_when(desk, usual)
    volunteers.doing.begin("opens the shifts that the demand takes")
    body = {"from": f"{first}", "until": f"{last}"}
    await volunteers.post("/v1/shift-plans", body, key("shift plan", first))
    await _sign_up(desk, usual, ahead)
    await _propose(desk, ahead)
    await _ask_for_holes(desk)
    ahead.shifts = await desk.shifts()
    ahead.confirmed, ahead.by_asks = await desk.accepted("proposal"), await desk.accepted("asked")
    volunteers.doing.begin("has filled the week ahead")
    return ahead


async def _say_when(desk: Desk, usual: Mapping[Volunteer, Usual]) -> None:
    async def say(one: Volunteer) -> None:
        volunteer_id = desk.known.volunteers[one.number]
        path = f"/v1/volunteers/{volunteer_id}/availability"
        await desk.as_volunteer(volunteer_id).put_in_place(path, usual[one].body())

    await each(desk.volunteers.doing, "hears when they can work", usual, say)


async def _sign_up(desk: Desk, usual: Mapping[Volunteer, Usual], ahead: WeekAhead) -> None:
    async def take(chosen: tuple[Shift, Volunteer]) -> None:
        shift, one = chosen
        volunteer_id = desk.known.volunteers[one.number]
        path = f"/v1/shifts/{shift['shiftId']}/places"
        with suppress(Refused):
            await desk.as_volunteer(volunteer_id).post(
                path, {"volunteerId": volunteer_id}, key("signs up", shift["shiftId"], one.number)
            )
            ahead.signed_up += 1

    chosen = sign_ups(await desk.shifts(), desk.known.locations, usual)
    await each(desk.volunteers.doing, "takes sign-ups", list(chosen), take)


async def _propose(desk: Desk, ahead: WeekAhead) -> None:
    """Ask for a proposal, wait for it, and let the people to whom it is offered answer."""
    first, last = desk.span
    body = {"firstDay": first, "lastDay": last, "seconds": PROPOSAL_SECONDS}
    asked = await desk.volunteers.post("/v1/roster-proposals", body, key("proposal", first))
    path = f"/v1/roster-proposals/{asked['proposalId']}"
    desk.volunteers.doing.begin("proposes a roster")

    async def ended() -> bool:
        ahead.proposal = await desk.volunteers.get(path)
        return ahead.proposal["state"] in ("done", "failed")

    await until(ended, "the proposed roster", PROPOSAL_WITHIN)
    if ahead.proposal["state"] != "done" or not ahead.proposal["places"]:
        return
    await desk.volunteers.post(f"{path}/acceptance", {}, key("accepts", first))
    await _answer(desk, "proposal")


async def _ask_for_holes(desk: Desk) -> None:
    """Ask the first who could fill each hole, and let them answer; in another run not again."""

    async def ask(shift: Shift) -> None:
        limit = ASKED_FOR_A_HOLE * (shift["needed"] - shift["filled"])
        path = f"/v1/shifts/{shift['shiftId']}"
        found = await desk.volunteers.get(f"{path}/candidates?chains=false&limit={limit}")
        if ids := [one["volunteerIds"][0] for one in found["items"]]:
            await desk.volunteers.post(f"{path}/asking", {"volunteerIds": ids})

    if await desk.offers("asked"):
        return
    for _ in range(ROUNDS_OF_ASKING):
        holes = await desk.shifts("&open=true")
        await each(desk.volunteers.doing, "asks for the rest", holes, ask)
        await _answer(desk, "asked")


async def _answer(desk: Desk, reason: str) -> None:
    """Let everybody answer what is offered to them."""

    async def answer(offer: Mapping[str, Any]) -> None:
        volunteer_id = offer["volunteerId"]
        yes = says_yes(reason, desk.numbers[volunteer_id], offer)
        path = f"/v1/offers/{offer['offerId']}/{'acceptance' if yes else 'refusal'}"
        # Somebody else may have been first, or another place of theirs stands in the way.
        with suppress(Refused):
            await desk.as_volunteer(volunteer_id).post(path, {}, key("answers", offer["offerId"]))

    offers = [offer for offer in await desk.offers(reason) if offer["state"] == "open"]
    await each(desk.volunteers.doing, "hears who says yes", offers, answer)


def _points(value: float | None) -> int | None:
    return None if value is None else round(value)
