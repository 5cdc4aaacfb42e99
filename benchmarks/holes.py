"""How long does it take to say who could fill a hole, with chains, at the nation's size?

900 volunteers of 25 locations and four weeks of shifts, of which the index itself fills some, then
more, then all that it can. Between two questions somebody gives a place back and somebody takes
one, as events would tell. Some answers are compared with those of asking everybody about everything
(`holes_by_hand`). Times are those of the processor: other work on the machine does not count.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.events.vocabulary import Channel
from volunteers.matching.index import Index
from volunteers.matching.rules.facts import Person, Shift
from volunteers.shifts.rules.day_parts import DAY_PARTS

from benchmarks.holes_by_hand import World, rank_by_hand
from benchmarks.results import console, show, write

AIM_MS = 15.0
VOLUNTEERS, LOCATIONS, DAYS, LIMIT = 900, 25, 28, 20
FIRST = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
LONG_AGO, LATELY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
CHAT_PARTS = DAY_PARTS[3:]
QUEUES: list[tuple[Channel, ...]] = [("telephone",), ("chat", "email")]


def people(chance: random.Random) -> Iterator[Person]:
    """Yield volunteers as there are: most gave wishes, four in ten work from home as well."""
    channels: list[list[Channel]] = [
        ["telephone"], ["telephone", "chat", "email"], ["chat", "email"],
    ]  # fmt: skip
    for number in range(VOLUNTEERS):
        [takes] = chance.choices(channels, [40, 45, 15])
        absent = FIRST + timedelta(days=chance.randrange(DAYS))
        yield Person(
            UUID(int=chance.getrandbits(128)),
            location_id=UUID(int=number % LOCATIONS),
            channels=frozenset(takes),
            role="mentor" if number % 12 == 0 else "listener",
            state="active",
            admitted_at=LATELY if number % 4 == 0 else LONG_AGO,
            wishes=tuple(chance.choices((0, 1, 2), [35, 40, 25], k=42)) if number % 8 else None,
            most_per_week=chance.choice((1, 2, 2, 3)),
            most_nights_per_month=chance.choice((0, 2, 2, 4)),
            from_home=chance.random() < 0.4,
            absences=((absent, absent + timedelta(days=6)),) if number % 5 == 0 else (),
            taken_before=tuple(chance.choices(range(12), k=6)),
            accepted=chance.randrange(6),
            declined=chance.randrange(6),
        )


def shifts(chance: random.Random) -> Iterator[Shift]:
    """Yield the shifts of four weeks: telephone day and night, chat from the afternoon on."""
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        for place in range(LOCATIONS):
            for part in DAY_PARTS:
                for channels in QUEUES[: 1 + (part in CHAT_PARTS)]:
                    needed = chance.choice((1, 1, 2))
                    yield Shift(
                        UUID(int=chance.getrandbits(128)), UUID(int=place), day, part, channels,
                        needed=needed, experienced_needed=int(needed > 1),
                        home_allowed=chance.random() < 0.3,
                    )  # fmt: skip


def fill(index: Index, shift_ids: Sequence[UUID]) -> None:
    """Let the best take a place of each of these shifts."""
    for shift_id in shift_ids:
        for found in index.rank(shift_id, 1, chains=False):
            index.put([], [taken(index, shift_id, found.volunteer_ids[0])])


def taken(index: Index, shift_id: UUID, volunteer_id: UUID) -> Shift:
    """Return a shift as with one person more."""
    shift, role = index.shifts[shift_id], index.people[volunteer_id].role
    return replace(shift, places={**shift.places, volunteer_id: role}, filled=shift.filled + 1)


def change(index: Index, chance: random.Random) -> None:
    """Let somebody give a place back, and the best take another one."""
    given = chance.choice([one for one in index.shifts.values() if one.places])
    who = chance.choice([*given.places])
    places = {one: role for one, role in given.places.items() if one != who}
    index.put([], [replace(given, places=places, filled=given.filled - 1)])
    hole = chance.choice(holes(index))
    for found in index.rank(hole, 1, chains=False):
        index.put([], [taken(index, hole, found.volunteer_ids[0])])


def holes(index: Index) -> list[UUID]:
    """Return the shifts with a hole that are to come."""
    return [
        one.shift_id
        for one in index.shifts.values()
        if one.filled < one.needed and one.span.starts_at > NOW
    ]


def ask(index: Index, questions: int, chance: random.Random) -> tuple[list[float], float]:
    """Return the CPU milliseconds of each question, and how many chains an answer has."""
    took, chains = [], 0
    for _ in range(questions):
        change(index, chance)
        hole = chance.choice(holes(index))
        began = time.thread_time()
        found = index.rank(hole, LIMIT, chains=True)
        took.append((time.thread_time() - began) * 1000)
        chains += sum(len(one.volunteer_ids) > 1 for one in found)
    return took, chains / questions


def measure(questions: int, compared: int, seed: int) -> dict[str, Any]:
    """Return the milliseconds of questions at three degrees of filling; the answers are right."""
    chance = random.Random(seed)
    index = Index(NOW)
    began = time.perf_counter()
    index.put(people(chance), shifts(chance))
    built = time.perf_counter() - began
    ids = [*index.shifts] * 2
    chance.shuffle(ids)
    third = len(ids) // 3
    stages = []
    for number in range(3):
        fill(index, ids[number * third : (number + 1) * third])
        took, chains = ask(index, questions, chance)
        stages.append(stage_of(index, took, chains))
        world = World(index.people, index.shifts, NOW)
        for hole in chance.sample(holes(index), compared):
            for limit in (3, LIMIT):
                expected = rank_by_hand(world, hole, limit, chains=True)
                assert index.rank(hole, limit, chains=True) == expected
    return {
        "volunteers": VOLUNTEERS,
        "shifts": len(index.shifts),
        "stages": stages,
        "p99": max(one["p99"] for one in stages),
        "built_ms": round(built * 1000),
        "compared_with_asking_everybody": compared * 2 * len(stages),
        "aim": AIM_MS,
    }


def stage_of(index: Index, took: Sequence[float], chains: float) -> dict[str, Any]:
    """Return the figures of one degree of filling."""
    centiles = statistics.quantiles(took, n=100)
    needed = sum(one.needed for one in index.shifts.values())
    return {
        "filled": round(sum(one.filled for one in index.shifts.values()) / needed, 2),
        "questions": len(took),
        "chains_an_answer": round(chains, 1),
        "p50": round(centiles[49], 2),
        "p99": round(centiles[98], 2),
        "longest": round(max(took), 2),
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=1000, help="at each degree of filling")
    parser.add_argument("--compared", type=int, default=5, help="holes, by asking everybody")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    result = measure(given.questions, given.compared, given.seed)
    show(
        "Who could fill this hole, CPU ms",
        ["filled", "p50", "p99", "longest", "chains an answer"],
        [
            [f"{one['filled']:.0%}", one["p50"], one["p99"], one["longest"],
             one["chains_an_answer"]]
            for one in result["stages"]
        ],
    )  # fmt: skip
    compared, p99 = result["compared_with_asking_everybody"], result["p99"]
    console.print(f"{compared} answers are those of asking everybody")
    console.print(f"p99 {p99} ms (aim {AIM_MS}: {'reached' if p99 < AIM_MS else 'missed'})")
    console.print(f"written to {write('holes', result)}")


if __name__ == "__main__":
    main()
