"""How near a proposed roster comes to its proven bound, in how many seconds, at real size.

The solver runs as the service runs it: a process of its own, from its start on. What it says is
checked by `roster_checker`, which shares no code with it. The instance and the best roster are
left in `bench/` in the home as `roster-instance.json` and `roster-solution.json`.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
from sensoor.home import home_folder

from benchmarks.results import console, show, write
from benchmarks.roster_checker import check
from benchmarks.roster_instances import Size, make_instance

SEED = 9
SECONDS = 60
AT = (10.0, 60.0)
AIMS = {("open", 10.0): 0.016, ("open", 60.0): 0.005, ("signed", 10.0): 0.002}
SIGNED = 0.6


def solve(document: dict[str, Any], seconds: int) -> list[dict[str, Any]]:
    """Return the lines of a solver, each with `wall`: seconds since its process was started."""
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "volunteers.rosters.solver", str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={},
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write(orjson.dumps(document))
        process.stdin.close()
        lines = [
            {**orjson.loads(line), "wall": round(time.monotonic() - started, 2)}
            for line in process.stdout
        ]
    if process.returncode:
        raise SystemExit(f"the solver ended with status {process.returncode}")
    return lines


def known_at(lines: list[dict[str, Any]], seconds: float) -> dict[str, Any] | None:
    """Return what was known at a moment: the last roster and bound, None where no bound was."""
    before = [line for line in lines if line["wall"] <= seconds]
    if not before or before[-1]["bound"] is None:
        return None
    last = before[-1]
    gap = (last["bound"] - last["objective"]) / last["bound"]
    kept = ("covered", "needed", "objective", "bound", "wall", "cpu")
    return {"gap": round(gap, 5)} | {key: last[key] for key in kept}


def solution_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the best roster in the format `roster-1`."""
    best = next(line for line in reversed(lines) if "places" in line)
    return {
        "format": "roster-1",
        "places": best["places"],
        "objective": best["objective"],
        "bound": lines[-1]["bound"],
        "seconds": best["wall"],
    }


def measure(name: str, document: dict[str, Any], seconds: int) -> dict[str, Any]:
    """Solve an instance, check the roster, and return what was known when."""
    load = os.getloadavg()
    lines = solve(document, seconds)
    solution = solution_of(lines)
    found = check(document, solution)
    if name == "open":
        _keep("roster-instance.json", document)
        _keep("roster-solution.json", solution)
    return {
        "instance": {
            "volunteers": len(document["volunteers"]),
            "shifts": len(document["shifts"]),
            "places": found.needed,
            "agreed": len(document["agreed"]),
        },
        "known_at": {str(at): known_at(lines, at) for at in AT if at <= seconds},
        "first_bound_at": next((one["wall"] for one in lines if one["bound"] is not None), None),
        "ended_at": lines[-1]["wall"],
        "violations": found.violations,
        # The largest so far, of this one and those before it.
        "most_memory_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "load_before": [round(one, 1) for one in load],
    }


def _keep(name: str, document: dict[str, Any]) -> None:
    file: Path = home_folder() / "bench" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document))


def main() -> int:
    """Measure with nothing signed, and with 60% of the places; return how many aims are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--volunteers", type=int, default=Size.volunteers)
    parser.add_argument("--locations", type=int, default=Size.locations)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    size = Size(given.volunteers, given.locations)
    found = {
        name: measure(name, make_instance(size, given.seed, agreed), given.seconds)
        for name, agreed in (("open", 0.0), ("signed", SIGNED))
    }
    rows = []
    for (name, at), aim in AIMS.items():
        known = found[name]["known_at"].get(str(at))
        told = f"{known['gap']:.2%}" if known else "no bound yet"
        rows.append([f"{name}, {at:.0f} s", told, f"{aim:.1%}"])
    write("roster", {"seed": given.seed, "aims": {f"{n} {a}": x for (n, a), x in AIMS.items()},
                     **found})  # fmt: skip
    show("Gap of a roster to its proven bound", ["what", "gap", "aim"], rows)
    violations = sum(len(one["violations"]) for one in found.values())
    console.print(f"{violations} violations of hard rules")
    return violations


if __name__ == "__main__":
    sys.exit(main())
