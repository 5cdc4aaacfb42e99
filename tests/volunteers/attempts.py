"""A small helpline in which people try everything with shifts over HTTP, and what must hold then.

What must hold is read from the database by SQL that shares nothing with the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from shared.database import Database
from shared.roles import Role
from volunteers.amsterdam import at_hour

from tests import issuing
from tests.volunteers import desk

PARTS = ("night", "early_morning", "morning", "afternoon", "early_evening", "evening")
TODAY = datetime.now(UTC).date()
# Who there is: role, state, admitted so many days before the first shift, channels, where.
BOTH = ["telephone", "chat"]
KINDS: dict[str, tuple[str, str, int | None, list[str], str]] = {
    "mentor": ("mentor", "active", 900, BOTH, "here"),
    "experienced": ("listener", "active", 400, BOTH, "here"),
    "new": ("listener", "active", 100, BOTH, "here"),
    "trainee": ("trainee", "in_practice", None, [], "here"),
    "on pause": ("listener", "paused", 100, BOTH, "here"),
    "suspended": ("mentor", "suspended", 900, BOTH, "here"),
    "for chat": ("listener", "active", 400, ["chat"], "here"),
    "elsewhere": ("listener", "active", 400, BOTH, "there"),
    "gone": ("listener", "left", 400, BOTH, "here"),
}
INSERT_VOLUNTEER = """
INSERT INTO volunteer (volunteer_id, location_id, channels, lines, role, applied_at, modules_done,
    version, state, admitted_at, admitted_channels, paused_until)
VALUES ($1, $2, '{telephone,chat}', '{national}', $3, now(), '{}', 1, $4, $5, $6, $7)
"""


def double_hour() -> date:
    """Return the Sunday of the next year on which an hour exists twice."""
    last = date(TODAY.year + 1, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@dataclass
class Somebody:
    """A volunteer, and the header with which they ask."""

    volunteer_id: str
    kind: str

    @property
    def header(self) -> dict[str, str]:
        return issuing.header_for(Role.LISTENER, person=UUID(self.volunteer_id))


@dataclass
class Helpline:
    """People and shifts of a location, beside another; `day` is the first with shifts."""

    client: httpx.AsyncClient
    database: Database
    day: date
    here: str = ""
    there: str = ""

    async def open(self) -> "Helpline":
        self.here, self.there = [await desk.a_location(self.client) for _ in range(2)]
        return self

    async def people(self, *kinds: str) -> list[Somebody]:
        """Insert volunteers; to train and admit each over HTTP would take most of the test."""
        made = [Somebody(str(uuid4()), kind) for kind in kinds]
        async with self.database.commit() as connection:
            for one in made:
                role, state, days, channels, where = KINDS[one.kind]
                since = at_hour(self.day - timedelta(days=days), 12) if days is not None else None
                paused = self.day if state == "paused" else None
                location = UUID(self.here if where == "here" else self.there)
                await connection.execute(
                    INSERT_VOLUNTEER, UUID(one.volunteer_id), location, role, state, since,
                    channels, paused,
                )  # fmt: skip
        return made

    async def shift(
        self, days: int = 0, part: str = "morning", *, needed: int = 1, **facts: Any
    ) -> str:
        body = {
            "locationId": self.here, "date": (self.day + timedelta(days=days)).isoformat(),
            "dayPart": part, "channels": ["telephone"], "needed": needed,
        }  # fmt: skip
        return (await desk.post(self.client, "/shifts", **body | facts))["shiftId"]

    async def ask(
        self, who: Somebody | None, method: str, path: str, body: Any = None
    ) -> httpx.Response:
        """Ask as somebody, or as the coordinator of the nation."""
        header = who.header if who else None
        return await self.client.request(method, f"/v1{path}", json=body, headers=header)

    async def sign_up(
        self, who: Somebody, shift_id: str, *, by: Somebody | None = None, home: bool = False
    ) -> str:
        """Take a place oneself, or as given by the coordinator; return the code, or `done`."""
        body = {"volunteerId": who.volunteer_id, "fromHome": home}
        return code(await self.ask(by, "POST", f"/shifts/{shift_id}/places", body))

    async def release(self, who: Somebody, shift_id: str, *, by: Somebody | None = None) -> str:
        path = f"/shifts/{shift_id}/places/{who.volunteer_id}"
        return code(await self.ask(by, "DELETE", path))

    async def swap(self, by: Somebody | None, *legs: tuple[Somebody | None, Any, Any]) -> Any:
        """Propose a swap of (who, gives, takes); return it, or the code of the refusal."""
        body = [
            {"volunteerId": who and who.volunteer_id, "gives": gives, "takes": takes}
            for who, gives, takes in legs
        ]
        answer = await self.ask(by, "POST", "/swaps", {"legs": body})
        return answer.json() if answer.status_code == 201 else code(answer)

    async def agree(self, who: Somebody, swap_id: str) -> str:
        return code(await self.ask(who, "POST", f"/swaps/{swap_id}/agreement"))

    async def broken(self, rule: str) -> list[Any]:
        """Return what breaks a rule, here."""
        async with self.database.commit() as connection:
            return await connection.fetch(BROKEN[rule], UUID(self.here))

    async def who_is_in(self, shift_id: str) -> set[str]:
        shown = await desk.get(self.client, f"/shifts/{shift_id}")
        return {place["volunteerId"] for place in shown["places"]}


def code(answer: httpx.Response) -> str:
    """Return `done`, or the code of a refusal, which says what would be allowed."""
    if answer.status_code in (200, 201):
        return "done"
    assert answer.status_code in (400, 403, 404, 409), answer.text
    problem = answer.json()
    assert len(problem["detail"]) > 20
    return str(problem["type"].rsplit(":", 1)[1])


async def attempt(line: Helpline, people: Sequence[Somebody], shifts: Sequence[str], try_: Any):
    """Try one thing: sign up, be given a place, give one back, wait, swap, take over, cancel."""
    what, one, other, here, there, home = try_
    who, whom = people[one % len(people)], people[other % len(people)]
    shift, second = shifts[here % len(shifts)], shifts[there % len(shifts)]
    match what % 9:
        case 0 | 1 | 2:
            await line.sign_up(who, shift, by=who, home=home)
        case 3:
            await line.sign_up(who, shift)
        case 4:
            await line.release(who, shift, by=who if home else None)
        case 5:
            code(await line.ask(who, "POST", f"/shifts/{shift}/waiting", {"fromHome": home}))
        case 6:
            legs = ((who, shift, second), (whom, second, shift))
            swap = await line.swap(who, *legs)
            if isinstance(swap, dict):
                await line.agree(whom, swap["swapId"])
        case 7 if one % 12 == 0:
            code(await line.ask(None, "POST", f"/shifts/{shift}/cancellation"))
        case _:
            swap = await line.swap(who, (who, shift, None), (None, None, shift))
            if isinstance(swap, dict):
                await line.agree(whom, swap["swapId"])


IN = """
SELECT place.*, shift.day, shift.starts_at, shift.ends_at, shift.day_part, shift.location_id,
    shift.needed, shift.team_only, shift.home_allowed, shift.experienced_needed, shift.cancelled_at,
    shift.channels, volunteer.state, volunteer.admitted_at, volunteer.paused_until,
    volunteer.admitted_channels, volunteer.channels AS applied, volunteer.location_id AS home
FROM place JOIN shift USING (shift_id) JOIN volunteer USING (volunteer_id)
WHERE shift.location_id = $1 AND shift.cancelled_at IS NULL
"""
COUNTED = f"""
SELECT shift_id, needed, experienced_needed, count(*) FILTER (WHERE role <> 'trainee') AS counted,
    count(*) FILTER (WHERE role = 'trainee') AS trainees,
    count(*) FILTER (WHERE role = 'mentor') AS mentors,
    count(*) FILTER (WHERE role = 'mentor' OR role = 'listener' AND
        admitted_at::date + interval '1 year' <= day) AS experienced
FROM ({IN}) AS taken GROUP BY shift_id, needed, experienced_needed
"""
TWO = f"""
SELECT one.volunteer_id FROM ({IN}) AS one JOIN ({IN}) AS two USING (volunteer_id)
WHERE one.shift_id <> two.shift_id AND one.starts_at <= two.starts_at
"""
# A rule -> what breaks it at a location.
BROKEN = {
    "cancelled": "SELECT volunteer_id FROM place JOIN shift USING (shift_id)"
    " WHERE location_id = $1 AND filled_at > cancelled_at",
    "room": f"SELECT * FROM ({COUNTED}) AS a JOIN shift USING (shift_id)"
    " WHERE counted > a.needed OR counted <> filled",
    "admission": f"SELECT * FROM ({IN}) AS a WHERE NOT channels <@"
    " CASE WHEN state = 'in_practice' THEN applied ELSE admitted_channels END"
    " OR state NOT IN ('in_practice', 'active', 'paused', 'suspended')",
    "away": f"SELECT * FROM ({IN}) AS a WHERE state = 'suspended'"
    " OR state = 'paused' AND day <= paused_until",
    "rest": f"{TWO} AND (two.starts_at < one.ends_at OR"
    " one.day_part IN ('night', 'early_morning')"
    " AND two.starts_at < one.ends_at + interval '14 hours')",
    "week": "SELECT volunteer_id, to_char(starts_at AT TIME ZONE 'Europe/Amsterdam', 'IYYY-IW')"
    f" FROM ({IN}) AS a GROUP BY 1, 2 HAVING count(*) > 5",
    "location": f"SELECT * FROM ({IN}) AS a WHERE home <> location_id AND (team_only OR"
    " source <> 'coordinator' AND NOT (home_allowed AND from_home))"
    " OR from_home AND (NOT home_allowed OR role = 'trainee')",
    "trainee": f"SELECT * FROM ({COUNTED}) AS a WHERE trainees > mentors",
    "experience": f"SELECT * FROM ({COUNTED}) AS a"
    " WHERE needed - counted < experienced_needed - experienced",
}
