"""How long does it take to say who could fill a hole, with chains, at the nation's size?

900 volunteers of 25 locations, four weeks of shifts, of which the index itself filled what it
could. Between two questions somebody takes or gives back a place, as events would tell. At the end
some answers are compared with those of asking everybody about everything (`holes_by_hand`).
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

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


def people(chance: random.Random) -> Iterator[Person]:
    """Yield volunteers as there are: most gave wishes, four in ten work from home as well."""
    channels = (["telephone"], ["telephone", "chat", "email"], ["chat", "email"])
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
            most_a_week=chance.choice((1, 2, 2, 3)),
            most_nights_a_month=chance.choice((0, 2, 2, 4)),
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
                for channels in [("telephone",), ("chat", "email")][: 1 + (part in CHAT_PARTS)]:
                    needed = chance.choice((1, 1, 2))
                    yield Shift(
                        UUID(int=chance.getrandbits(128)), UUID(int=place), day, part, channels,
                        needed=needed, experienced_needed=int(needed > 1),
                        home_allowed=chance.random() < 0.3,
                    )  # fmt: skip


def fill(index: Index, chance: random.Random) -> None:
    """Let the best take what is open, in any order, until nobody may."""
    ids = [*index.shifts] * 2
    chance.shuffle(ids)
    for shift_id in ids:
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


def measure(questions: int, compared: int, seed: int) -> dict[str, Any]:
    """Return the milliseconds of questions and of changes, and that the answers are right."""
    chance = random.Random(seed)
    index = Index(NOW)
    began = time.perf_counter()
    index.put(people(chance), shifts(chance))
    built = time.perf_counter() - began
    fill(index, chance)
    asked, chains = [], []
    for _ in range(questions):
        change(index, chance)
        hole = chance.choice(holes(index))
        began = time.perf_counter()
        found = index.rank(hole, LIMIT, chains=True)
        asked.append((time.perf_counter() - began) * 1000)
        chains.append(sum(len(one.volunteer_ids) > 1 for one in found))
    world = World(index.people, index.shifts, NOW)
    for hole in chance.sample(holes(index), compared):
        for limit in (3, LIMIT):
            expected = rank_by_hand(world, hole, limit, chains=True)
            assert index.rank(hole, limit, chains=True) == expected
    centiles = statistics.quantiles(asked, n=100)
    return {
        "volunteers": VOLUNTEERS,
        "shifts": len(index.shifts),
        "places": sum(one.filled for one in index.shifts.values()),
        "holes": len(holes(index)),
        "questions": questions,
        "ms": {
            "p50": round(centiles[49], 2),
            "p99": round(centiles[98], 2),
            "longest": round(max(asked), 2),
        },
        "chains_an_answer": round(statistics.mean(chains), 1),
        "built_ms": round(built * 1000),
        "compared_with_asking_everybody": compared * 2,
        "aim": AIM_MS,
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--compared", type=int, default=20, help="holes, by asking everybody")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    result = measure(given.questions, given.compared, given.seed)
    show("Who could fill this hole", ["what", "figure"], [
        ["p50 / p99 / longest, ms", " / ".join(map(str, result["ms"].values()))],
        ["shifts, places, holes", f"{result['shifts']}, {result['places']}, {result['holes']}"],
        ["chains an answer", result["chains_an_answer"]],
        ["answers as by asking everybody", result["compared_with_asking_everybody"]],
    ])  # fmt: skip
    p99 = result["ms"]["p99"]
    console.print(f"p99 {p99} ms (aim {AIM_MS}: {'reached' if p99 < AIM_MS else 'missed'})")
    console.print(f"written to {write('holes', result)}")


if __name__ == "__main__":
    main()
