"""The reader of published nurse instances, and the model of their rules, on an invented one."""

import re
from itertools import product

from benchmarks.nurse_instances import penalty_of, read, solve

# Two nurses, a week; early may not follow late, two days in a row at least, one weekend at most.
TEXT = """
# An invented instance.
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=7|L=7,2400,960,3,2,2,1
B,E=7|L=2,2400,960,3,2,1,0

SECTION_DAYS_OFF
A,0

SECTION_SHIFT_ON_REQUESTS
B,2,L,4

SECTION_SHIFT_OFF_REQUESTS
A,1,E,2

SECTION_COVER
0,E,1,100,1
1,E,2,100,1
2,L,1,100,1
4,E,1,100,1
5,L,1,100,1
"""


def may_be(days: str, *, most_in_a_row: int, least: int, least_off: int) -> bool:
    """Tell whether a week of E, L and - keeps the rules of rows; those at its ends may go on."""
    works = re.sub("[EL]", "x", days)
    return not (
        "LE" in days
        or "x" * (most_in_a_row + 1) in works
        or any(f"-{'x' * short}-" in works for short in range(1, least))
        or any(f"x{'-' * short}x" in works for short in range(1, least_off))
    )


def best_by_trying_all() -> int:
    """Return the least penalty of all weeks of both, which keep every rule."""
    nurses = read(TEXT)
    weeks = ["".join(days) for days in product("EL-", repeat=7)]
    of_a = [
        week
        for week in weeks
        if week[0] == "-" and 2 <= 7 - week.count("-") <= 5
        and may_be(week, most_in_a_row=3, least=2, least_off=2)
    ]  # fmt: skip
    of_b = [
        week
        for week in weeks
        if week[5:] == "--" and week.count("L") <= 2 and 2 <= 7 - week.count("-") <= 5
        and may_be(week, most_in_a_row=3, least=2, least_off=1)
    ]  # fmt: skip
    return min(
        penalty_of(nurses, {(who, day): week[day] for who, week in pair for day in range(7)})
        for pair in ((("A", a), ("B", b)) for a, b in product(of_a, of_b))
    )


def test_the_model_finds_what_trying_all_weeks_finds() -> None:
    roster, penalty, bound = solve(read(TEXT), 10)
    assert penalty == bound == penalty_of(read(TEXT), roster) == best_by_trying_all()
