"""Volunteers: locations open, volunteers are taken over or admitted, and shifts are filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from demo import figures
from demo.chance import key
from demo.client import Api, each
from demo.foreign_rows import OwnIds
from demo.plan import Plan
from demo.roster import Shift, Volunteer, starts_at
from demo.taking_over import LINES, applies, take_over

MODULES = range(1, 14)
COMPETENCIES = (
    "listening", "empathy", "selfReflection", "boundaries", "openness", "resilience", "clarity",
    "cooperation",
)  # fmt: skip
# Each location's first trainer-supervisor is staff, no volunteer, and signs off its mentors.
TRAINER = "trainer-supervisor"


@dataclass(frozen=True)
class Known:
    """The service's ids of locations (by index) and volunteers (by number)."""

    locations: list[str]
    volunteers: dict[int, str]


async def open_locations(volunteers: Api, plan: Plan) -> list[str]:
    """Open the locations; return their ids in the plan's order."""
    ids: dict[int, str] = {}

    async def open_one(place: int) -> None:
        name, region = figures.LOCATIONS[place]
        opened = await volunteers.post(
            "/v1/locations", {"name": name, "region": region}, key("location", place)
        )
        ids[place] = opened["locationId"]

    await each(volunteers.doing, "opens locations", range(plan.roster.locations), open_one)
    return [ids[place] for place in sorted(ids)]


async def admit_volunteers(volunteers: Api, plan: Plan, locations: list[str], own: OwnIds) -> Known:
    """Take over who was there before, train and admit the others; return the ids of all."""
    roster = plan.roster
    applicants = [one for one in roster.volunteers if applies(one)]
    ids = await take_over(volunteers, roster)
    known = Known(locations, ids | await _apply(volunteers, applicants, locations))
    await _interview(volunteers, applicants, known, roster.first_day)
    await _train(volunteers, applicants, known, roster.first_day)
    await _sign_off(volunteers, applicants, known)
    own.volunteers.update(known.volunteers.values())
    return known


async def _apply(
    volunteers: Api, applicants: Sequence[Volunteer], locations: list[str]
) -> dict[int, str]:
    ids: dict[int, str] = {}

    async def apply(one: Volunteer) -> None:
        body = {
            "locationId": locations[one.location],
            "channels": one.channels,
            "lines": LINES,
            "role": "mentor" if one.mentor else "trainee",
        }
        applied = await volunteers.post("/v1/volunteers", body, key("apply", one.number))
        ids[one.number] = applied["volunteerId"]

    await each(volunteers.doing, "takes applications", applicants, apply)
    return ids


async def _interview(
    volunteers: Api, applicants: Sequence[Volunteer], known: Known, first_day: date
) -> None:
    """Accept everybody in a selection interview, a month before the first module."""
    held_on = _held_on(first_day, 1) - timedelta(days=30)

    async def interview(one: Volunteer) -> None:
        scores = {
            competency: 2 + (one.number + place) % 3
            for place, competency in enumerate(COMPETENCIES)
        }
        await volunteers.post(
            f"/v1/volunteers/{known.volunteers[one.number]}/selection-interviews",
            {"heldOn": held_on.isoformat(), "outcome": "accepted", "scores": scores},
            key("interview", one.number),
        )

    await each(volunteers.doing, "holds selection interviews", applicants, interview)


async def _train(
    volunteers: Api, applicants: Sequence[Volunteer], known: Known, first_day: date
) -> None:
    """Hold the thirteen modules, one a week, with all applicants of a location together."""

    async def hold(training: tuple[int, int]) -> None:
        module, location = training
        body = {
            "module": module,
            "volunteerIds": [
                known.volunteers[one.number] for one in applicants if one.location == location
            ],
            "heldOn": _held_on(first_day, module).isoformat(),
        }
        await volunteers.post("/v1/trainings", body, key("module", module, location))

    # By module: two concurrent trainings of one location would lock the same volunteers.
    places = sorted({one.location for one in applicants})
    trainings = [(module, place) for module in MODULES for place in places]
    await each(volunteers.doing, "trains groups", trainings, hold)


async def _sign_off(volunteers: Api, applicants: Sequence[Volunteer], known: Known) -> None:
    mentors: dict[int, list[Volunteer]] = {}
    for one in applicants:
        if one.mentor:
            mentors.setdefault(one.location, []).append(one)

    async def sign_off(one: Volunteer) -> None:
        here = mentors[one.location]
        mentor = here[one.number % len(here)]
        signer = key(TRAINER, one.location) if one.mentor else known.volunteers[mentor.number]
        await volunteers.post(
            f"/v1/volunteers/{known.volunteers[one.number]}/mentor-sign-off",
            {"mentorId": str(UUID(signer))},
            key("sign-off", one.number),
        )

    await each(volunteers.doing, "admits volunteers", applicants, sign_off)


async def fill_shifts(volunteers: Api, shifts: Iterable[Shift], known: Known, own: OwnIds) -> None:
    """Open these shifts, and give their teams the places."""

    async def fill(shift: Shift) -> None:
        opened = await volunteers.post(
            "/v1/shifts",
            {
                "locationId": known.locations[shift.location],
                "date": shift.day.isoformat(),
                "dayPart": shift.part,
                "channels": shift.channels,
                "needed": shift.needed,
            },
            key("shift", shift.number),
        )
        for one, days in zip(shift.team, shift.filled_days_before, strict=True):
            own.places.add(f"{opened['shiftId']} {known.volunteers[one.number]}")
            await volunteers.post(
                f"/v1/shifts/{opened['shiftId']}/places",
                {
                    "volunteerId": known.volunteers[one.number],
                    "filledAt": (starts_at(shift) - timedelta(days=days)).isoformat(),
                },
                key("place", shift.number, one.number),
            )

    await each(volunteers.doing, "fills shifts", shifts, fill)
    volunteers.doing.begin("has filled the shifts")


def _held_on(first_day: date, module: int) -> date:
    return first_day - timedelta(weeks=len(MODULES) + 1 - module)
