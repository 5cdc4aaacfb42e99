"""What the solver proposes is what the service's own rules allow, and its gaps are explained."""

import time
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st
from volunteers.availability.rules import Available
from volunteers.rosters.check_proposed import check_proposed
from volunteers.rosters.load_snapshot import Snapshot
from volunteers.rosters.solver.gaps import explain_gaps
from volunteers.rosters.solver.instance import read_instance
from volunteers.rosters.solver.search import Found, search
from volunteers.rosters.write_instance import write_instance
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.weeks import week_at

from benchmarks.roster_instances import Size, make_instance

NAMES = UUID("7f0c8a52-5a5e-4a44-9f43-0a4c0a3e7d11")
Document = dict[str, Any]
Pair = tuple[UUID, UUID]


def id_of(name: str) -> UUID:
    return uuid5(NAMES, name)


def span_of(shift: Document) -> Span:
    return Span(*(datetime.fromisoformat(shift[one]) for one in ("startsAt", "endsAt")))


def snapshot_of(document: Document) -> Snapshot:
    """Return the snapshot that the service would have read, had the instance been its data."""
    shifts = {one["id"]: one for one in document["shifts"]}
    inside: dict[str, list[str]] = {one: [] for one in shifts}
    own: dict[str, list[str]] = {one["id"]: [] for one in document["volunteers"]}
    for shift, person in document["agreed"]:
        inside[shift].append(person)
        own[person].append(shift)
    people = {one["id"]: _candidate(one, [shifts[each] for each in own[one["id"]]])
              for one in document["volunteers"]}  # fmt: skip
    wanted = [_wanted(one, [people[each] for each in inside[name]]) for name, one in shifts.items()]
    first, last = date.fromisoformat(document["days"][0]), date.fromisoformat(document["days"][-1])
    return Snapshot(
        first_day=first,
        last_day=last,
        open={one.shift_id: one for one in wanted},
        other={},
        parts={id_of(name): one["part"] for name, one in shifts.items()},
        people={one.volunteer_id: one for one in people.values()},
        said={id_of(one["id"]): _said(one) for one in document["volunteers"]},
        asked=frozenset(one.volunteer_id for one in people.values()),
    )


def _candidate(one: Document, shifts: list[Document]) -> Candidate:
    weeks: dict[date, int] = {}
    for shift in shifts:
        monday = week_at(span_of(shift).starts_at).monday
        weeks[monday] = weeks.get(monday, 0) + 1
    return Candidate(
        volunteer_id=id_of(one["id"]),
        admitted=one["role"] != "trainee",
        state="in_practice" if one["role"] == "trainee" else "active",
        paused_until=None,
        location_id=id_of(one["location"]),
        role=one["role"],
        channels=one["channels"],
        experienced_from=date.min if one["experienced"] else None,
        shifts={id_of(shift["id"]): span_of(shift) for shift in shifts},
        weeks=weeks,
        most_per_week=one["mostPerWeek"],
    )


def _wanted(one: Document, inside: list[Candidate]) -> Wanted:
    return Wanted(
        shift_id=id_of(one["id"]),
        day=date.fromisoformat(one["day"]),
        span=span_of(one),
        channels=one["channels"],
        location_id=id_of(one["location"]),
        needed=one["needed"],
        filled=len(inside),
        cancelled=False,
        team_only=one["teamOnly"],
        home_allowed=one["homeAllowed"],
        experienced_needed=one["experiencedNeeded"],
        experienced_in=sum(person.is_experienced(date.max) for person in inside),
        mentors_in=sum(person.role == "mentor" for person in inside),
        trainees_in=0,
        source="offer",
        asking=True,
    )


def _said(one: Document) -> Available:
    days = [date.fromisoformat(day) for day in one["absent"]]
    return Available(
        wishes=one["wishes"],
        most_per_week=one["mostPerWeek"],
        most_nights_per_month=one["mostNights"],
        from_home=one["home"],
        absences=[(day, day) for day in days],
    )


def proposed(snapshot: Snapshot) -> tuple[list[Pair], list[tuple[int, int]], Document]:
    """Return the new places of the best roster, all of them by number, and the instance."""
    document = write_instance(snapshot)
    instance = read_instance(document)
    found: list[Found] = []
    search(instance, 5.0, found.append, time.monotonic())
    places = next(one.places for one in reversed(found) if one.places is not None)
    new = [one for one in places if one not in set(instance.agreed)]
    pairs = [(UUID(instance.shifts[s].id), UUID(instance.people[p].id)) for s, p in new]
    return pairs, places, document


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), agreed=st.sampled_from([0.0, 0.5]))
def test_the_rules_of_places_allow_all_that_the_solver_proposes(seed: int, agreed: float) -> None:
    snapshot = snapshot_of(make_instance(Size(40, 2, 2), seed, agreed))
    pairs, _, _ = proposed(snapshot)
    kept, refused = check_proposed(snapshot, pairs)
    assert not refused
    assert set(kept) == set(pairs)


def test_what_a_rule_forbids_is_left_out_and_counted() -> None:
    snapshot = snapshot_of(make_instance(Size(40, 2, 2), 1))
    pairs, _, _ = proposed(snapshot)
    shift_id, volunteer_id = next(pair for pair in pairs if not snapshot.people[pair[1]].is_trainee)
    full = {**snapshot.open, shift_id: replace(snapshot.open[shift_id], cancelled=True)}
    kept, refused = check_proposed(replace(snapshot, open=full), [(shift_id, volunteer_id)])
    assert (kept, refused) == ([], {"shift-is-cancelled": 1})


def test_each_hole_is_explained_by_everybody_whom_it_concerns() -> None:
    _, places, document = proposed(snapshot_of(make_instance(Size(40, 2, 1), 2)))
    instance = read_instance(document)
    gaps = explain_gaps(instance, places)
    inside = {number: [who for shift, who in places if shift == number] for number, _ in places}
    missing = sum(shift.needed for shift in instance.shifts) - sum(
        instance.people[who].role != "trainee" for _, who in places
    )
    assert sum(gap.places for gap in gaps) == missing > 0
    for gap in gaps:
        shift = instance.shifts[gap.shift]
        here = [
            who
            for who, person in enumerate(instance.people)
            if person.role != "trainee" and person.location == shift.location
        ]
        # Best rosters leave nobody who might come; who works from home is counted besides.
        assert gap.excluded["free"] == 0
        assert gap.excluded.total() >= len(set(here) - set(inside.get(gap.shift, ())))


def test_who_said_nothing_may_be_asked_and_who_is_on_pause_may_not() -> None:
    snapshot = snapshot_of(make_instance(Size(2, 1, 1), 3))
    quiet, paused = sorted(snapshot.people)
    document = write_instance(
        replace(
            snapshot,
            said={one: Available() for one in snapshot.people},
            people={
                **snapshot.people,
                paused: replace(
                    snapshot.people[paused], state="paused", paused_until=snapshot.first_day
                ),
            },
        )
    )
    said = {one["id"]: one for one in document["volunteers"]}
    assert said[str(quiet)]["wishes"] == [1] * 42
    assert said[str(quiet)]["absent"] == []
    assert said[str(paused)]["absent"] == [f"{snapshot.first_day}"]
