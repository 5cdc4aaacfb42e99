"""The instance: who may work and wants to, what is open, and what is agreed.

Its format is `roster-1` (benchmarks/README.md). Day parts are numbered 0 (night) to 5 (evening).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

FORMAT = "roster-1"
PARTS = ("night", "early_morning", "morning", "afternoon", "early_evening", "evening")
NIGHT, EARLY_MORNING = 0, 1
NIGHT_PARTS = (NIGHT, EARLY_MORNING)
# After a night shift fourteen hours pass without one: these pairs of parts of one day exclude
# each other. Parts of different days never do.
REST = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (1, 5))
SATURDAY = 5
MOST_A_WEEK = 5


class NotAnInstance(ValueError):
    """What came in is no instance of this format."""


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer; `wishes` are 42 of 0 (no), 1 (can), 2 (gladly), Monday's night first."""

    id: str
    location: str
    channels: frozenset[str]
    role: str
    experienced: bool
    most_per_week: int
    most_nights: int
    fair_share: int
    home: bool
    wishes: tuple[int, ...]
    absent: frozenset[date]


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of a day part; `needed` and `experienced_needed` count what is agreed too.

    `week` is the ISO year and week in which it starts. It is a night shift where more than an hour
    lies between 00:00 and 06:00, and heavy where it is one or is in a weekend.
    """

    id: str
    location: str
    day: date
    part: int
    channels: frozenset[str]
    needed: int
    experienced_needed: int
    home_allowed: bool
    team_only: bool
    week: tuple[int, int]
    is_night: bool
    is_heavy: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of the objective, which is maximised."""

    place: int
    heavy: int
    gladly: int
    trainee: int
    above_fair_share: int


@dataclass(frozen=True)
class Instance:
    """A whole instance; `agreed` are pairs of numbers of a shift and a person."""

    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]
    agreed: tuple[tuple[int, int], ...]
    weights: Weights

    @cached_property
    def shift_numbers(self) -> Mapping[str, int]:
        """The number of each shift by its id."""
        return {shift.id: number for number, shift in enumerate(self.shifts)}

    @cached_property
    def person_numbers(self) -> Mapping[str, int]:
        """The number of each person by their id."""
        return {person.id: number for number, person in enumerate(self.people)}


def wish(person: Person, shift: Shift) -> int:
    """Return what a person wishes of a shift: 0, 1 or 2; 0 on days of absence."""
    if shift.day in person.absent:
        return 0
    return person.wishes[shift.day.weekday() * len(PARTS) + shift.part]


def worth(weights: Weights, person: Person, shift: Shift) -> int:
    """Return the points of a place, before anything that it takes above a fair share."""
    base = weights.heavy if shift.is_heavy else weights.place
    if person.role == "trainee":
        base = weights.trainee
    return base + (weights.gladly if wish(person, shift) > 1 else 0)


def read_instance(document: Mapping[str, Any]) -> Instance:
    """Return the instance of a document; raise NotAnInstance if it is of another format."""
    if document.get("format") != FORMAT:
        raise NotAnInstance(f"format is {document.get('format')!r}: give {FORMAT!r}")
    people = tuple(_person(one) for one in document["volunteers"])
    shifts = tuple(_shift(one) for one in document["shifts"])
    bare = Instance(people, shifts, (), _weights(document["weights"]))
    agreed = tuple(
        (bare.shift_numbers[shift], bare.person_numbers[person])
        for shift, person in document["agreed"]
    )
    return Instance(people, shifts, agreed, bare.weights)


def _person(one: Mapping[str, Any]) -> Person:
    return Person(
        id=one["id"],
        location=one["location"],
        channels=frozenset(one["channels"]),
        role=one["role"],
        experienced=one["experienced"],
        most_per_week=one["mostPerWeek"],
        most_nights=one["mostNights"],
        fair_share=one["fairShare"],
        home=one["home"],
        wishes=tuple(one["wishes"]),
        absent=frozenset(date.fromisoformat(day) for day in one["absent"]),
    )


def _shift(one: Mapping[str, Any]) -> Shift:
    day, part = date.fromisoformat(one["day"]), PARTS.index(one["part"])
    year, week, _ = day.isocalendar()
    return Shift(
        id=one["id"],
        location=one["location"],
        day=day,
        part=part,
        channels=frozenset(one["channels"]),
        needed=one["needed"],
        experienced_needed=one["experiencedNeeded"],
        home_allowed=one["homeAllowed"],
        team_only=one["teamOnly"],
        week=(year, week),
        is_night=part in NIGHT_PARTS,
        is_heavy=part in NIGHT_PARTS or day.weekday() >= SATURDAY,
    )


def _weights(one: Mapping[str, Any]) -> Weights:
    return Weights(one["place"], one["heavy"], one["gladly"], one["trainee"], one["aboveFairShare"])
