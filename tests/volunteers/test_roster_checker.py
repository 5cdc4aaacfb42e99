"""The checker of rosters finds each violation that is planted, and nothing in a good roster."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from benchmarks.roster_checker import check

Document = dict[str, Any]


def person(name: str, **changed: Any) -> Document:
    return {
        "id": name, "location": "here", "channels": ["telephone"], "role": "listener",
        "experienced": True, "mostPerWeek": 3, "mostNights": 3, "fairShare": 9, "home": False,
        "wishes": [1] * 42, "absent": [], **changed,
    }  # fmt: skip


def shift(name: str, day: str, part: str, starts: str, ends: str, **changed: Any) -> Document:
    return {
        "id": name, "location": "here", "day": day, "part": part, "startsAt": starts,
        "endsAt": ends, "channels": ["telephone"], "needed": 2, "experiencedNeeded": 1,
        "homeAllowed": False, "teamOnly": False, **changed,
    }  # fmt: skip


# A Monday and Tuesday in winter: Amsterdam is an hour ahead of UTC.
SHIFTS = [
    shift("night", "2026-11-30", "night", "2026-11-29T23:00:00Z", "2026-11-30T03:00:00Z"),
    shift("early", "2026-11-30", "early_morning", "2026-11-30T03:00:00Z", "2026-11-30T07:00:00Z"),
    shift("morning", "2026-11-30", "morning", "2026-11-30T07:00:00Z", "2026-11-30T11:00:00Z"),
    shift("evening", "2026-11-30", "evening", "2026-11-30T19:00:00Z", "2026-11-30T23:00:00Z"),
    shift("second", "2026-11-30", "evening", "2026-11-30T19:00:00Z", "2026-11-30T23:00:00Z"),
    shift("tuesday", "2026-12-01", "evening", "2026-12-01T19:00:00Z", "2026-12-01T23:00:00Z",
          needed=3, experiencedNeeded=2),
    shift("chat", "2026-12-01", "morning", "2026-12-01T07:00:00Z", "2026-12-01T11:00:00Z",
          channels=["chat"]),
    shift("there", "2026-12-01", "morning", "2026-12-01T07:00:00Z", "2026-12-01T11:00:00Z",
          location="there"),
    shift("home", "2026-12-01", "afternoon", "2026-12-01T11:00:00Z", "2026-12-01T15:00:00Z",
          location="there", homeAllowed=True),
]  # fmt: skip
PEOPLE = [
    person("a"),
    person("b", role="mentor", home=True),
    person("new", experienced=False),
    person("other", experienced=False),
    person("trainee", role="trainee", experienced=False),
    person("second-trainee", role="trainee", experienced=False),
]
INSTANCE: Document = {
    "format": "roster-1",
    "days": ["2026-11-30", "2026-12-01"],
    "volunteers": PEOPLE,
    "shifts": SHIFTS,
    "agreed": [["night", "a"]],
    "weights": {"place": 100, "heavy": 150, "gladly": 10, "trainee": 20, "aboveFairShare": 15},
}
GOOD = [["night", "a"], ["evening", "a"], ["evening", "new"], ["tuesday", "b"], ["home", "b"],
        ["tuesday", "trainee"]]  # fmt: skip
Plant = Callable[[Document, list[list[str]]], object]


def of(instance: Document, name: str) -> Document:
    return next(one for one in instance["volunteers"] if one["id"] == name)


def put(*places: str) -> Plant:
    return lambda _instance, now: now.extend(place.split("/") for place in places)


def with_person(name: str, *places: str, **changed: Any) -> Plant:
    def plant(instance: Document, now: list[list[str]]) -> None:
        of(instance, name).update(changed)
        now.extend(place.split("/") for place in places)

    return plant


PLANTED: dict[str, Plant] = {
    "twice": put("tuesday/b"),
    "agreed-is-gone": lambda _instance, now: now.remove(["night", "a"]),
    "unknown": put("nowhere/a"),
    "channel": put("chat/new"),
    "location": put("there/new"),
    "absent": with_person("new", absent=["2026-11-30"]),
    "wish": with_person("new", wishes=[1] * 5 + [0] + [1] * 36),
    "full": put("evening/b"),
    "experienced": put("tuesday/new", "tuesday/other"),
    "trainee-alone": put("tuesday/second-trainee"),
    "week": with_person("new", mostPerWeek=0),
    "nights": with_person("new", "night/new", mostNights=0),
    "overlap": put("second/a"),
    "rest": put("morning/a"),
}


def test_a_good_roster_has_no_violation_and_its_points_are_counted() -> None:
    found = check(INSTANCE, {"places": GOOD, "objective": 150 + 4 * 100 + 20, "bound": 600})
    assert found.violations == []
    assert (found.points, found.filled) == (570, 5)


@pytest.mark.parametrize("rule", PLANTED)
def test_each_planted_violation_is_found_and_no_other(rule: str) -> None:
    instance, places = deepcopy(INSTANCE), deepcopy(GOOD)
    PLANTED[rule](instance, places)
    assert {name for name, _, _ in check(instance, {"places": places}).violations} == {rule}


@pytest.mark.parametrize(
    ("claimed", "rule"), [({"objective": 575}, "objective"), ({"bound": 565}, "bound")]
)
def test_a_claim_that_is_not_true_is_found(claimed: Document, rule: str) -> None:
    found = check(INSTANCE, {"places": GOOD, **claimed})
    assert [name for name, _, _ in found.violations] == [rule]


def test_what_is_agreed_may_be_more_than_somebody_asked_for() -> None:
    instance = deepcopy(INSTANCE)
    of(instance, "a").update(mostPerWeek=0, mostNights=0, wishes=[0] * 42)
    assert check(instance, {"places": [["night", "a"]]}).violations == []


def test_a_team_s_shift_is_not_for_others_at_home() -> None:
    instance = deepcopy(INSTANCE)
    next(one for one in instance["shifts"] if one["id"] == "home")["teamOnly"] = True
    assert check(instance, {"places": GOOD}).violations == [("location", "home", "b")]


def test_above_the_fair_share_costs_and_gladly_counts() -> None:
    instance = deepcopy(INSTANCE)
    of(instance, "a").update(fairShare=0, wishes=[2] * 42)
    assert check(instance, {"places": [["night", "a"]]}).points == 150 + 10 - 15
