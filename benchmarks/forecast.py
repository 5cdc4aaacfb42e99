"""How good the forecast of contacts is on weeks that it has not seen.

`python -m benchmarks.forecast`. Histories are simulated (`simulated_contacts.py`), rounded at
random as the service rounds them, and forecast by the service's model. What it says of the four
weeks after them is compared with what came there, not rounded, and with the naive forecast: the
same hour of the last week that was known. MASE is the error of the one divided by the other's.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray
from reporting.forecasts.model.forecast import HORIZON_DAYS, forecast
from reporting.forecasts.model.history import read_history
from reporting.forecasts.rules.accuracy import absolute_error
from reporting.forecasts.rules.local_hours import HOURS, clock
from reporting.forecasts.rules.rounding import randomly_rounded

from benchmarks.results import console, show, write
from benchmarks.simulated_contacts import Simulated, simulate

AIM = 0.9
FIRST_DAY = date(2023, 1, 2)
HISTORIES = {"2 weeks": 14, "half a year": 182, "2 years": 728}
SPREADS = {"Poisson": 0.0, "days vary by 10%": 0.1}
SEEDS = 5
Errors = dict[str, list[float]]


def history_of(came: Simulated, today: date) -> dict[str, Any]:
    """Return the history up to a day, rounded with a key of its own, as the service gives it."""
    key = sha256(f"{came.first_day} {today}".encode()).digest()
    known = [number for number, hour in enumerate(came.hours) if clock(hour)[0] < today]
    return {
        "firstDay": f"{came.first_day}",
        "today": f"{today}",
        "silent": [],
        "counts": {
            channel: [
                randomly_rounded(int(counts[number]), key, channel, came.hours[number])
                for number in known
            ]
            for channel, counts in came.counts.items()
        },
    }


def compare(came: Simulated, today: date, said: dict[str, Any]) -> dict[str, Errors]:
    """Return for each channel, and for all, the errors of both forecasts and the days in range."""
    by_clock = _by_clock(came)
    found: dict[str, Errors] = {}
    whole = np.zeros((3, HORIZON_DAYS, HOURS))
    for channel in came.counts:
        days = [day["channels"][channel] for day in said["days"]]
        dates = [date.fromisoformat(day["date"]) for day in said["days"]]
        real = np.array([by_clock[channel][day] for day in dates])
        last_week = [by_clock[channel][today + timedelta(days=n - 7)] for n in range(7)]
        naive = np.array([last_week[(day - today).days % 7] for day in dates])
        expected = np.array([day["hours"] for day in days])
        inside = [
            day["low"] <= sum(came_there) <= day["high"]
            for day, came_there in zip(days, real, strict=True)
        ]
        found[channel] = _errors(expected, naive, real) | {"inside": [float(np.mean(inside))]}
        whole += np.array([expected, naive, real])
    return found | {"together": _errors(*whole)}


def _by_clock(came: Simulated) -> Mapping[str, dict[date, NDArray[np.float64]]]:
    """Return the counts of each day by the hour that the clock showed."""
    found: dict[str, dict[date, NDArray[np.float64]]] = {
        channel: defaultdict(lambda: np.zeros(HOURS)) for channel in came.counts
    }
    for number, hour in enumerate(came.hours):
        day, at = clock(hour)
        for channel, counts in came.counts.items():
            found[channel][day][at] += counts[number]
    return found


def _errors(
    expected: NDArray[np.float64], naive: NDArray[np.float64], came: NDArray[np.float64]
) -> Errors:
    return {
        "error": [absolute_error(expected.ravel().tolist(), came.ravel().tolist())],
        "naive": [absolute_error(naive.ravel().tolist(), came.ravel().tolist())],
        "bias": [float(expected.sum() / came.sum() - 1)],
    }


def measure(days: int, spread: float, seeds: int) -> dict[str, dict[str, float]]:
    """Return MASE, bias and coverage of each channel, over some simulated histories."""
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for seed in range(seeds):
        # The held-back weeks of different seeds lie in different seasons.
        first_day = FIRST_DAY + timedelta(days=70 * seed)
        came = simulate(first_day, days + HORIZON_DAYS, seed, spread)
        today = first_day + timedelta(days=days)
        said = forecast(read_history(history_of(came, today)))
        for channel, errors in compare(came, today, said).items():
            for name, numbers in errors.items():
                gathered[channel][name] += numbers
    return {
        channel: {
            "mase": round(sum(found["error"]) / sum(found["naive"]), 3),
            "bias": round(float(np.mean(found["bias"])), 3),
            **({"inside": round(float(np.mean(found["inside"])), 2)} if found["inside"] else {}),
        }
        for channel, found in gathered.items()
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many histories of each kind")
    seeds: int = parser.parse_args().seeds
    result: dict[str, Any] = {"aim": AIM, "seeds": seeds, "histories": {}}
    rows = []
    for history, days in HISTORIES.items():
        for kind, spread in SPREADS.items():
            began = time.perf_counter()
            found = measure(days, spread, seeds)
            seconds = (time.perf_counter() - began) / seeds
            result["histories"][f"{history}, {kind}"] = found | {"seconds": round(seconds, 1)}
            rows += [
                [history, kind, channel, one["mase"], one["bias"], one.get("inside", "")]
                for channel, one in found.items()
            ]
    result["worst"] = max(float(row[3]) for row in rows)
    show("Forecasts of four weeks", ["history", "days", "channel", "MASE", "bias", "in 80%"], rows)
    console.print(f"the worst MASE is {result['worst']} (aim < {AIM})")
    console.print(f"written to {write('forecast', result)}")


if __name__ == "__main__":
    main()
