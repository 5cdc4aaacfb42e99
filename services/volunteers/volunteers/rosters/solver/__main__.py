"""`python -m volunteers.rosters.solver SECONDS [PARENT] < INSTANCE`: a line of JSON for all news.

A line is {at, cpu, covered, needed, objective, bound}, with `places` (pairs of ids of a shift and a
volunteer) where the roster is better, and `prices` (points by the id of a shift) once they are
known. Whoever stops it has the best so far in the last line with places. It ends with the process
that started it, which may say its id: it may be gone already as this one begins.
"""

import json
import os
import sys
import threading
import time
from typing import Any

STARTED = time.monotonic()
LOOK_SECONDS = 1.0


def main() -> int:
    """Read an instance and report rosters; return 0, or 2 if it is no instance."""
    # Imported here, so that the time which that takes counts.
    from volunteers.rosters.solver.eligible import count_taken  # noqa: PLC0415
    from volunteers.rosters.solver.instance import NotAnInstance, read_instance  # noqa: PLC0415
    from volunteers.rosters.solver.search import Found, search  # noqa: PLC0415

    parent = int(sys.argv[2]) if len(sys.argv) > 2 else os.getppid()  # noqa: PLR2004
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        instance = read_instance(json.load(sys.stdin))
    except NotAnInstance as error:
        print(error, file=sys.stderr)
        return 2
    covered = 0

    def report(found: Found) -> None:
        nonlocal covered
        line: dict[str, Any] = {"at": round(found.at, 2), "cpu": round(time.process_time(), 2)}
        if found.places is not None:
            line["places"] = [
                [instance.shifts[shift].id, instance.people[who].id] for shift, who in found.places
            ]
            filled = count_taken(instance, found.places).listeners
            covered = sum(min(filled[n], one.needed) for n, one in enumerate(instance.shifts))
        if found.prices is not None:
            prices = zip(instance.shifts, found.prices, strict=True)
            line["prices"] = {shift.id: round(float(one), 1) for shift, one in prices if one > 0}
        line |= {
            "covered": covered,
            "needed": sum(shift.needed for shift in instance.shifts),
            "objective": found.objective,
            "bound": found.bound,
        }
        print(json.dumps(line), flush=True)

    search(instance, float(sys.argv[1]), report, STARTED)
    return 0


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
