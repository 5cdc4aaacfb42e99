"""The solver's rosters keep all rules, as the checker that shares no code with it sees them."""

import json
import os
import subprocess
import sys
import time
from typing import Any

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volunteers.rosters.solver.instance import NotAnInstance, read_instance
from volunteers.rosters.solver.search import Found, search

from benchmarks.roster_checker import check
from benchmarks.roster_instances import Size, make_instance
from tests.waiting import eventually

SECONDS = 5.0
STARTS_IT = """
import os, subprocess, sys
command = [sys.executable, "-m", "volunteers.rosters.solver", "600", str(os.getpid())]
started = subprocess.Popen(command, stdin=int(sys.argv[1]))
print(started.pid, flush=True)
started.wait()
"""


def solved(
    document: dict[str, Any], seconds: float = SECONDS
) -> tuple[list[Found], dict[str, Any]]:
    """Return all that was reported, and the last roster as a solution."""
    instance = read_instance(document)
    reported: list[Found] = []
    search(instance, seconds, reported.append, time.monotonic())
    last = next(found for found in reversed(reported) if found.places is not None)
    places = [[instance.shifts[s].id, instance.people[p].id] for s, p in last.places or ()]
    return reported, {
        "places": places, "objective": last.objective, "bound": reported[-1].bound,
    }  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    volunteers=st.integers(1, 40),
    locations=st.integers(1, 4),
    agreed=st.sampled_from([0.0, 0.3, 0.6]),
)
def test_a_roster_keeps_all_rules_and_claims_what_is_true(
    seed: int, volunteers: int, locations: int, agreed: float
) -> None:
    size = Size(max(volunteers, locations), locations, 1)
    document = make_instance(size, seed, agreed)
    reported, solution = solved(document)
    assert check(document, solution).violations == []
    objectives = [found.objective for found in reported]
    assert objectives == sorted(objectives)


def test_a_small_roster_is_proven_best() -> None:
    reported, solution = solved(make_instance(Size(60, 2, 2), 3), 20.0)
    assert solution["objective"] == reported[-1].bound


def test_without_people_nothing_is_proposed_and_every_place_is_most_needed() -> None:
    document = make_instance(Size(2, 1, 1), 1)
    document["volunteers"] = []
    reported, solution = solved(document)
    assert solution["places"] == []
    prices = next(found.prices for found in reported if found.prices is not None)
    assert set(prices) == {100.0, 150.0}


def test_one_more_person_is_worth_what_the_price_says() -> None:
    document = make_instance(Size(30, 1, 1), 5)
    reported, before = solved(document, 20.0)
    prices = next(found.prices for found in reported if found.prices is not None)
    number = int(prices.argmax())
    shift = document["shifts"][number]
    wishes = [0] * 42
    instance = read_instance(document)
    wishes[instance.shifts[number].day.weekday() * 6 + instance.shifts[number].part] = 1
    document["volunteers"].append({
        "id": "one-more", "location": shift["location"], "channels": shift["channels"],
        "role": "listener", "experienced": True, "mostPerWeek": 1, "mostNights": 1, "fairShare": 1,
        "home": False, "wishes": wishes, "absent": [],
    })  # fmt: skip
    _, after = solved(document, 20.0)
    assert after["objective"] - before["objective"] <= prices[number] + 5


def test_the_process_answers_with_lines_and_may_be_killed_at_any_time() -> None:
    document = make_instance(Size(60, 2, 1), 2)
    process = subprocess.Popen(
        [sys.executable, "-m", "volunteers.rosters.solver", "60"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(document))
    process.stdin.close()
    line = json.loads(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    solution = {"places": line["places"], "objective": line["objective"], "bound": line["bound"]}
    assert check(document, solution).violations == []


async def test_the_process_ends_with_the_one_that_started_it() -> None:
    waits, kept_open = os.pipe()  # the instance never comes
    parent = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", STARTS_IT, f"{waits}"], pass_fds=[waits],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout
    solver = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()

    async def has_ended() -> bool:
        return not solver.is_running() or solver.status() == psutil.STATUS_ZOMBIE

    await eventually(has_ended, within=60)
    os.close(waits)
    os.close(kept_open)


def test_another_format_is_refused() -> None:
    with pytest.raises(NotAnInstance, match="roster-1"):
        read_instance({"format": "roster-2"})
