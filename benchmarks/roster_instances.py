"""Makes roster instances of any size: a helpline with listeners by day, by night and at home.

What is made up here: how people live (with a job, retired, studying), how much they want to work,
and how many are needed when. The same seed gives the same instance.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PARTS = ("night", "early_morning", "morning", "afternoon", "early_evening", "evening")
WEIGHTS = {"place": 100, "heavy": 150, "gladly": 10, "trainee": 20, "aboveFairShare": 15}
NIGHT, EARLY = 0, 1
# Parts of one day that exclude each other, by the rest after a night.
REST_PAIRS = {(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (1, 5)}
# How likely somebody can work a part: on Monday to Friday, and in the weekend.
LIVES = {
    "job": ((0.10, 0.05, 0.03, 0.03, 0.35, 0.65), (0.15, 0.10, 0.40, 0.45, 0.40, 0.40)),
    "retired": ((0.05, 0.10, 0.60, 0.65, 0.40, 0.35), (0.05, 0.08, 0.35, 0.35, 0.30, 0.25)),
    "studying": ((0.30, 0.08, 0.20, 0.30, 0.45, 0.60), (0.35, 0.08, 0.20, 0.35, 0.35, 0.30)),
}
# Listeners a location of middle size needs in a part: telephone; chat and e-mail.
TELEPHONE = (1, 1, 1, 1.4, 1.4, 1.8)
CHAT = (0, 0, 0, 0.8, 0.8, 1.4)


@dataclass(frozen=True)
class Size:
    """How large an instance is."""

    volunteers: int = 900
    locations: int = 25
    weeks: int = 4
    first_day: date = date(2026, 11, 30)


def make_instance(size: Size, seed: int, agreed: float = 0.0) -> dict[str, Any]:
    """Return an instance in the format `roster-1`; `agreed` is the share of signed places."""
    draw = random.Random(seed)
    days = [size.first_day + timedelta(days=number) for number in range(7 * size.weeks)]
    sizes = [draw.uniform(0.6, 1.6) for _ in range(size.locations)]
    people = list(_people(draw, size, sizes, days))
    shifts = list(_shifts(draw, size, sizes, days))
    _share_fairly(people, shifts)
    return {
        "format": "roster-1",
        "days": [day.isoformat() for day in days],
        "volunteers": people,
        "shifts": shifts,
        "agreed": _signed(draw, people, shifts, agreed),
        "weights": WEIGHTS,
    }


def _people(
    draw: random.Random, size: Size, sizes: list[float], days: list[date]
) -> Iterator[dict[str, Any]]:
    for number in range(size.volunteers):
        # The first ones go round, so that no location is empty.
        where = number if number < size.locations else draw.choices(range(size.locations), sizes)[0]
        role = draw.choices(["listener", "mentor", "trainee"], [85, 9, 6])[0]
        mentor, trainee = role == "mentor", role == "trainee"
        yield {
            "id": f"v{number:03d}",
            "location": f"l{where:02d}",
            "channels": draw.choices(
                [["telephone"], ["telephone", "chat", "email"], ["chat", "email"]], [55, 37, 8]
            )[0],
            "role": role,
            "experienced": mentor or (not trainee and draw.random() < 0.6),
            "mostPerWeek": draw.choices([1, 2, 3], [35, 50, 15])[0],
            "mostNights": draw.choices([0, 1, 2, 4], [35, 15, 35, 15])[0],
            "fairShare": 0,
            "home": not trainee and draw.random() < 0.15,
            "wishes": _wishes(draw),
            "absent": _absent(draw, days),
        }


def _wishes(draw: random.Random) -> list[int]:
    life = draw.choices(list(LIVES), [45, 35, 20])[0]
    wishes = []
    for day in range(7):
        for likely in LIVES[life][day >= 5]:
            can = draw.random() < likely
            wishes.append((2 if draw.random() < 0.3 else 1) if can else 0)
    return wishes


def _absent(draw: random.Random, days: list[date]) -> list[str]:
    if draw.random() > 0.2:
        return []
    first = draw.randrange(len(days))
    return [day.isoformat() for day in days[first : first + draw.choice([2, 7, 14])]]


def _shifts(
    draw: random.Random, size: Size, sizes: list[float], days: list[date]
) -> Iterator[dict[str, Any]]:
    scale = size.volunteers / size.locations / 36
    for where, large in enumerate(sizes):
        for number, day in enumerate(days):
            for part in range(len(PARTS)):
                # At night locations take turns; the largest are open each night.
                night = part in (NIGHT, EARLY)
                if night and large < 1.3 and (number + where) % 3:
                    continue
                for kind, usual in (("telephone", TELEPHONE[part]), ("chat", CHAT[part])):
                    if kind == "chat" and (large < 0.9 or where % 2):
                        continue
                    needed = round(usual * large * scale * draw.uniform(0.75, 1.25))
                    needed = max(needed, int(kind == "telephone"))
                    if needed:
                        yield _shift(draw, where, day, part=part, kind=kind, needed=needed)


def _shift(
    draw: random.Random, where: int, day: date, *, part: int, kind: str, needed: int
) -> dict[str, Any]:
    home = draw.random() < (0.5 if kind == "chat" else 0.1)
    return {
        "id": f"s-l{where:02d}-{day:%m%d}-{part}-{kind}",
        "location": f"l{where:02d}",
        "day": day.isoformat(),
        "part": PARTS[part],
        "startsAt": _at(day, part * 4),
        "endsAt": _at(day, part * 4 + 4),
        "channels": ["telephone"] if kind == "telephone" else ["chat", "email"],
        "needed": needed,
        "experiencedNeeded": int(needed >= 2),
        "homeAllowed": home,
        "teamOnly": not home and draw.random() < 0.03,
    }


def _at(day: date, hour: int) -> str:
    day, hour = (day + timedelta(days=1), 0) if hour == 24 else (day, hour)
    moment = datetime.combine(day, time(hour), AMSTERDAM).astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _is_heavy(shift: dict[str, Any]) -> bool:
    weekend = date.fromisoformat(shift["day"]).weekday() >= 5
    return weekend or shift["part"] in ("night", "early_morning")


def _share_fairly(people: list[dict[str, Any]], shifts: list[dict[str, Any]]) -> None:
    """Spread the nights and weekends of a location over its people, by what they want to work."""
    heavy: Counter[str] = Counter()
    for shift in shifts:
        heavy[shift["location"]] += shift["needed"] * _is_heavy(shift)
    wanted: Counter[str] = Counter()
    for person in people:
        wanted[person["location"]] += person["mostPerWeek"]
    for person in people:
        there = person["location"]
        person["fairShare"] = -(-heavy[there] * person["mostPerWeek"] // wanted[there])


def _signed(
    draw: random.Random, people: list[dict[str, Any]], shifts: list[dict[str, Any]], share: float
) -> list[list[str]]:
    """Let people sign up in an order of chance, gladly first, until that share is taken."""
    wanted = share * sum(shift["needed"] for shift in shifts)
    signed: list[list[str]] = []
    taken: Counter[object] = Counter()
    pairs = [
        (1 if _wish(person, shift) == 2 else 1 + draw.random(), draw.random(), shift, person)
        for person in people
        if person["role"] != "trainee"
        for shift in shifts
        if shift["location"] == person["location"] and _wish(person, shift)
    ] if share else []  # fmt: skip
    for _, _, shift, person in sorted(pairs, key=lambda pair: pair[:2]):
        if len(signed) >= wanted:
            break
        if _may_sign(taken, shift, person):
            signed.append([shift["id"], person["id"]])
    return signed


def _wish(person: dict[str, Any], shift: dict[str, Any]) -> int:
    if shift["day"] in person["absent"] or not {*shift["channels"]} <= {*person["channels"]}:
        return 0
    number = date.fromisoformat(shift["day"]).weekday() * 6 + PARTS.index(shift["part"])
    return int(person["wishes"][number])


def _may_sign(taken: Counter[object], shift: dict[str, Any], person: dict[str, Any]) -> bool:
    part, who = PARTS.index(shift["part"]), person["id"]
    week = (who, date.fromisoformat(shift["day"]).isocalendar()[:2])
    new = not person["experienced"]
    clashes = [
        other
        for other in range(6)
        if other == part or (min(part, other), max(part, other)) in REST_PAIRS
    ]
    if (
        taken[shift["id"]] >= shift["needed"]
        or (new and taken["new", shift["id"]] >= shift["needed"] - shift["experiencedNeeded"])
        or taken[week] >= person["mostPerWeek"]
        or (part < 2 and taken["nights", who] >= person["mostNights"])
        or any(taken[who, shift["day"], other] for other in clashes)
    ):
        return False
    taken.update([shift["id"], week, (who, shift["day"], part)])
    taken["new", shift["id"]] += new
    taken["nights", who] += part < 2
    return True
