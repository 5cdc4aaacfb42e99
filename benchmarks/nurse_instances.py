"""The nurse rostering instances of Curtois and Qu: our way of solving beside the best known.

They are published at schedulingbenchmarks.org/nrp (24 instances) and not kept here: put
`Instance<number>.txt` in `bench/nurse/` in the home. What is not there is left out, and said.

Their rules are other ones than a helpline's (shifts in a row, days off in a row, hours that must
be worked, cover that may be missed at a price), so that `roster-1` cannot express them. What is
measured is the engine as the service uses it, CP-SAT with one worker and the whole relaxation, on
a model of their rules.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model
from sensoor.home import home_folder

from benchmarks.results import console, show, write

SECONDS = 60
DAYS_A_WEEK, SATURDAY = 7, 5
# Best known solutions, as published there; optimal for these.
BEST_KNOWN = {
    1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1300, 9: 439, 10: 4631,
    11: 3443, 12: 4040, 13: 1348, 14: 1278, 15: 3829, 16: 3225, 17: 5746, 18: 4459,
}  # fmt: skip


@dataclass(frozen=True)
class Nurse:
    """An employee's contract; minutes are of the whole horizon, rows are of days."""

    id: str
    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_days_off: int
    most_weekends: int


@dataclass(frozen=True)
class Nurses:
    """An instance: `minutes` and `not_after` by shift, requests and cover by day and shift."""

    days: int
    minutes: dict[str, int]
    not_after: dict[str, set[str]]
    staff: list[Nurse]
    days_off: set[tuple[str, int]]
    wanted: dict[tuple[str, int, str], int]
    unwanted: dict[tuple[str, int, str], int]
    cover: dict[tuple[int, str], tuple[int, int, int]]


def read(text: str) -> Nurses:
    """Return the instance that a file of the published format holds."""
    sections: dict[str, list[list[str]]] = {}
    name = ""
    for line in (one.strip() for one in text.splitlines()):
        if line.startswith("SECTION_"):
            name = line
        elif line and not line.startswith("#"):
            sections.setdefault(name, []).append([one.strip() for one in line.split(",")])
    shifts = sections["SECTION_SHIFTS"]
    return Nurses(
        days=int(sections["SECTION_HORIZON"][0][0]),
        minutes={row[0]: int(row[1]) for row in shifts},
        not_after={row[0]: {one for one in row[2].split("|") if one} for row in shifts},
        staff=[_nurse(row) for row in sections["SECTION_STAFF"]],
        days_off={
            (row[0], int(day)) for row in sections.get("SECTION_DAYS_OFF", []) for day in row[1:]
        },
        wanted=_requests(sections.get("SECTION_SHIFT_ON_REQUESTS", [])),
        unwanted=_requests(sections.get("SECTION_SHIFT_OFF_REQUESTS", [])),
        cover={
            (int(row[0]), row[1]): (int(row[2]), int(row[3]), int(row[4]))
            for row in sections["SECTION_COVER"]
        },
    )


def _nurse(row: list[str]) -> Nurse:
    most = dict(one.split("=") for one in row[1].split("|"))
    return Nurse(row[0], {name: int(one) for name, one in most.items()}, *map(int, row[2:8]))


def _requests(rows: list[list[str]]) -> dict[tuple[str, int, str], int]:
    return {(row[0], int(row[1]), row[2]): int(row[3]) for row in rows}


Roster = dict[tuple[str, int], str]


def solve(nurses: Nurses, seconds: float) -> tuple[Roster, int, float]:
    """Return the best roster that was found, its penalty, and the proven bound."""
    model = cp_model.CpModel()
    x = {
        (nurse.id, day, shift): model.new_bool_var("")
        for nurse in nurses.staff
        for day in range(nurses.days)
        for shift in nurses.minutes
    }
    for nurse in nurses.staff:
        _bind(model, nurses, nurse, x)
    costs = []
    for (day, shift), (needed, under, over) in nurses.cover.items():
        there = sum(x[nurse.id, day, shift] for nurse in nurses.staff)
        short, extra = (model.new_int_var(0, len(nurses.staff), "") for _ in range(2))
        model.add(there + short - extra == needed)
        costs += [under * short, over * extra]
    costs += [weight * (1 - x[key]) for key, weight in nurses.wanted.items()]
    costs += [weight * x[key] for key, weight in nurses.unwanted.items()]
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit("no roster was found in this time")
    roster = {(who, day): shift for (who, day, shift), one in x.items() if solver.value(one)}
    return roster, round(solver.objective_value), solver.best_objective_bound


def _bind(model: cp_model.CpModel, nurses: Nurses, nurse: Nurse, x: dict[Any, Any]) -> None:
    days, shifts = range(nurses.days), list(nurses.minutes)
    works = [model.new_bool_var("") for _ in days]
    for day in days:
        model.add(sum(x[nurse.id, day, shift] for shift in shifts) == works[day])
        if (nurse.id, day) in nurses.days_off:
            model.add(works[day] == 0)
        for shift in shifts if day + 1 < nurses.days else ():
            for later in nurses.not_after[shift]:
                model.add_at_most_one(x[nurse.id, day, shift], x[nurse.id, day + 1, later])
    for shift, most in nurse.most_of.items():
        model.add(sum(x[nurse.id, day, shift] for day in days) <= most)
    minutes = sum(
        nurses.minutes[shift] * x[nurse.id, day, shift] for day in days for shift in shifts
    )
    model.add_linear_constraint(minutes, nurse.least_minutes, nurse.most_minutes)
    _bind_rows(model, nurse, works)
    _bind_weekends(model, nurse, works)


def _bind_rows(model: cp_model.CpModel, nurse: Nurse, works: list[Any]) -> None:
    days = len(works)
    for first in range(days - nurse.most_in_a_row):
        model.add(sum(works[first : first + nurse.most_in_a_row + 1]) <= nurse.most_in_a_row)
    # Before the first day and after the last a row may have been as long as it must be.
    for length, on in ((nurse.least_in_a_row, True), (nurse.least_days_off, False)):
        for short in range(1, length):
            for first in range(1, days - short):
                inside = works[first : first + short]
                around = [works[first - 1], works[first + short]]
                model.add_bool_or(
                    [one if not on else one.negated() for one in inside]
                    + [one if on else one.negated() for one in around]
                )


def _bind_weekends(model: cp_model.CpModel, nurse: Nurse, works: list[Any]) -> None:
    weekends = []
    for saturday in range(SATURDAY, len(works), DAYS_A_WEEK):
        weekend = model.new_bool_var("")
        for one in works[saturday : saturday + 2]:
            model.add_implication(one, weekend)
        weekends.append(weekend)
    model.add(sum(weekends) <= nurse.most_weekends)


def penalty_of(nurses: Nurses, roster: Roster) -> int:
    """Count the penalty of a roster anew, without the model."""
    found = sum(weight for (who, day, shift), weight in nurses.wanted.items()
                if roster.get((who, day)) != shift)  # fmt: skip
    found += sum(weight for (who, day, shift), weight in nurses.unwanted.items()
                 if roster.get((who, day)) == shift)  # fmt: skip
    for (day, shift), (needed, under, over) in nurses.cover.items():
        there = sum(roster.get((nurse.id, day)) == shift for nurse in nurses.staff)
        found += under * max(0, needed - there) + over * max(0, there - needed)
    return found


def main() -> int:
    """Solve each instance that is there, for a minute each."""
    folder: Path = home_folder() / "bench" / "nurse"
    found, rows = {}, []
    for number, best in BEST_KNOWN.items():
        file = folder / f"Instance{number}.txt"
        if not file.exists():
            continue
        nurses = read(file.read_text())
        started = time.monotonic()
        roster, penalty, bound = solve(nurses, SECONDS)
        assert penalty_of(nurses, roster) == penalty
        seconds = round(time.monotonic() - started, 1)
        found[f"{number}"] = {"penalty": penalty, "bound": bound, "best_known": best,
                         "seconds": seconds}  # fmt: skip
        rows.append([f"Instance {number}", f"{penalty}", f"{bound:.0f}", f"{best}", f"{seconds}"])
    write("nurse_instances", {"found": found})
    show("Curtois and Qu", ["instance", "ours", "our bound", "best known", "seconds"], rows)
    missing = len(BEST_KNOWN) - len(found)
    console.print(f"{missing} instances are not in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
