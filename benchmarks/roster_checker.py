"""Checks a roster against its instance: `python -m benchmarks.roster_checker INSTANCE SOLUTION`.

Independent: it imports nothing of the service and shares no code with any solver. It works on the
moments at which shifts start and end, and finds nights, weekends and weeks from those. The format
and the rules are in benchmarks/README.md.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REST = timedelta(hours=14)
WEEK_MOST = 5


@dataclass
class Checked:
    """What was found: violations as (rule, shift or None, person or None), and the points."""

    violations: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    points: int = 0
    filled: int = 0
    needed: int = 0

    def add(self, rule: str, shift: str | None = None, person: str | None = None) -> None:
        """Note a violation."""
        self.violations.append((rule, shift, person))


@dataclass(frozen=True)
class Roster:
    """Places by shift and by person; those that are agreed may break what asks and wishes say."""

    shifts: dict[str, dict[str, Any]]
    people: dict[str, dict[str, Any]]
    agreed: frozenset[tuple[str, str]]
    places: list[tuple[str, str]]


def check(instance: dict[str, Any], solution: dict[str, Any]) -> Checked:
    """Return the violations and the points of a solution."""
    found = Checked()
    shifts = {one["id"]: one for one in instance["shifts"]}
    people = {one["id"]: one for one in instance["volunteers"]}
    agreed = frozenset((shift, person) for shift, person in instance["agreed"])
    places = [(shift, person) for shift, person in solution["places"]]
    for place, times in Counter(places).items():
        if times > 1:
            found.add("twice", *place)
    for shift, person in agreed - set(places):
        found.add("agreed-is-gone", shift, person)
    for shift, person in places:
        if shift not in shifts or person not in people:
            found.add("unknown", shift, person)
    known = sorted(
        {(shift, person) for shift, person in places if shift in shifts and person in people}
    )
    roster = Roster(shifts, people, agreed, known)
    _check_pairs(roster, found)
    _check_shifts(roster, found)
    _check_people(roster, found)
    _count_points(roster, instance["weights"], found)
    if "objective" in solution and abs(solution["objective"] - found.points) > 0.5:
        found.add("objective")
    if solution.get("bound") is not None and solution["bound"] < found.points - 0.5:
        found.add("bound")
    return found


def _check_pairs(roster: Roster, found: Checked) -> None:
    for place in roster.places:
        if place in roster.agreed:
            continue
        shift, person = roster.shifts[place[0]], roster.people[place[1]]
        if set(shift["channels"]) - set(person["channels"]):
            found.add("channel", *place)
        if shift["location"] != person["location"]:
            from_home = shift["homeAllowed"] and person["home"] and not shift["teamOnly"]
            if not from_home or person["role"] == "trainee":
                found.add("location", *place)
        local = _local(shift["startsAt"])
        if local.date().isoformat() in person["absent"]:
            found.add("absent", *place)
        elif person["wishes"][local.weekday() * 6 + local.hour // 4] == 0:
            found.add("wish", *place)


def _check_shifts(roster: Roster, found: Checked) -> None:
    inside, before = (_by_shift(places) for places in (roster.places, roster.agreed))
    for name, shift in roster.shifts.items():
        now, then = (_counts(roster, one[name]) for one in (inside, before))
        found.needed += shift["needed"]
        found.filled += min(now["listeners"], shift["needed"])
        if now["listeners"] > max(shift["needed"], then["listeners"]):
            found.add("full", name)
        room = max(shift["needed"] - shift["experiencedNeeded"], then["new"])
        if now["new"] > room:
            found.add("experienced", name)
        if now["trainees"] > max(now["mentors"], then["trainees"]):
            found.add("trainee-alone", name)


def _by_shift(places: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    people: dict[str, list[str]] = defaultdict(list)
    for shift, person in places:
        people[shift].append(person)
    return people


def _counts(roster: Roster, inside: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in inside:
        person = roster.people[name]
        trainee = person["role"] == "trainee"
        counts["trainees" if trainee else "listeners"] += 1
        counts["mentors"] += person["role"] == "mentor"
        counts["new"] += not trainee and not person["experienced"]
    return counts


def _check_people(roster: Roster, found: Checked) -> None:
    own: dict[str, list[str]] = defaultdict(list)
    for place, who in roster.places:
        own[who].append(place)
    for name, shifts in own.items():
        person = roster.people[name]
        agreed = [shift for shift in shifts if (shift, name) in roster.agreed]
        now, then = (_weeks(roster, one) for one in (shifts, agreed))
        for week, count in now.items():
            if count > max(min(WEEK_MOST, person["mostPerWeek"]), then[week]):
                found.add("week", None, name)
        nights, before = (
            sum(_is_night(roster.shifts[one]) for one in those) for those in (shifts, agreed)
        )
        if nights > max(person["mostNights"], before):
            found.add("nights", None, name)
        for rule, shift in _clashes(roster, name, shifts):
            found.add(rule, shift, name)


def _clashes(roster: Roster, name: str, shifts: list[str]) -> Iterator[tuple[str, str]]:
    ordered = sorted(shifts, key=lambda shift: roster.shifts[shift]["startsAt"])
    for first, second in combinations(ordered, 2):
        if {(first, name), (second, name)} <= roster.agreed:
            continue
        ends = _moment(roster.shifts[first]["endsAt"])
        starts = _moment(roster.shifts[second]["startsAt"])
        if starts < ends:
            yield "overlap", second
        elif starts < ends + _rest_after(roster.shifts[first]):
            yield "rest", second


def _count_points(roster: Roster, weights: dict[str, int], found: Checked) -> None:
    heavy: Counter[str] = Counter()
    for name, who in roster.places:
        shift, person = roster.shifts[name], roster.people[who]
        local = _local(shift["startsAt"])
        is_heavy = local.weekday() >= 5 or _is_night(shift)
        heavy[who] += is_heavy
        base = weights["heavy"] if is_heavy else weights["place"]
        found.points += weights["trainee"] if person["role"] == "trainee" else base
        absent = local.date().isoformat() in person["absent"]
        if not absent and person["wishes"][local.weekday() * 6 + local.hour // 4] == 2:
            found.points += weights["gladly"]
    for who, count in heavy.items():
        above = max(0, count - roster.people[who]["fairShare"])
        found.points -= weights["aboveFairShare"] * above


def _weeks(roster: Roster, shifts: list[str]) -> Counter[tuple[int, int]]:
    starts = (_local(roster.shifts[shift]["startsAt"]).date() for shift in shifts)
    return Counter(day.isocalendar()[:2] for day in starts)


def _is_night(shift: dict[str, Any]) -> bool:
    """Tell whether more than an hour lies between 00:00 and 06:00 in Amsterdam."""
    starts, ends = _moment(shift["startsAt"]), _moment(shift["endsAt"])
    midnight = datetime.combine(_local(shift["startsAt"]).date(), time(0), AMSTERDAM)
    six = datetime.combine(midnight.date(), time(6), AMSTERDAM)
    return min(ends, _utc(six)) - max(starts, _utc(midnight)) > timedelta(hours=1)


def _rest_after(shift: dict[str, Any]) -> timedelta:
    late = _local(shift["endsAt"]).time() > time(2)
    return REST if _is_night(shift) and late else timedelta()


@cache
def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("UTC"))


@cache
def _local(text: str) -> datetime:
    return _moment(text).astimezone(AMSTERDAM)


def main() -> int:
    """Check two files; print what was found, and return how many violations there are."""
    instance, solution = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
    found = check(instance, solution)
    for violation in found.violations:
        print(*violation)
    print(f"{len(found.violations)} violations, {found.points} points, "
          f"{found.filled} of {found.needed} places filled")  # fmt: skip
    return min(1, len(found.violations))


if __name__ == "__main__":
    sys.exit(main())
