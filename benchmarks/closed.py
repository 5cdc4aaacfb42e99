"""What closing the bus costs: the shipped pipeline on a closed broker against a wide open one.

Closed as on a cluster: accounts and permissions, TLS, and every message synced to disk before it
is acknowledged. Open: none of them. The rounds take turns, each with fresh processes.
"""

import argparse
import asyncio
from contextlib import AsyncExitStack
from typing import Any

from nats.aio.client import Client

from benchmarks.bus import OPEN, SHIPPED, WITH_TLS, connect
from benchmarks.pipeline import Figures, run_together
from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.sides import Side, shipped
from benchmarks.surroundings import Surroundings, surroundings

AIM = 0.9
WAYS = (OPEN, SHIPPED, WITH_TLS)


async def measure(count: int, rounds: int) -> dict[str, Any]:
    """Measure each way in turn; return the result as it is written."""
    found: dict[str, list[Figures]] = {how: [] for how in WAYS}
    async with AsyncExitStack() as stack:
        stages: list[tuple[str, Surroundings, Client, Side]] = []
        for how in WAYS:
            here = await stack.enter_async_context(surroundings(how))
            stages.append((how, here, await connect(here.nats_url), await shipped(here)))
        for _ in range(rounds):
            for how, here, bus, side in stages:
                figures = await run_together(here, bus, side, count)
                found[how].append(figures)
                console.print(f"{how}: {figures['events_a_second']:,.0f} events/s")
        for _, _, bus, _ in stages:
            await bus.close()
    rates = {how: [one["events_a_second"] for one in figures] for how, figures in found.items()}
    return {
        "events_a_round": count,
        "events_a_second": {how: median_and_spread(rate) for how, rate in rates.items()},
        "closed_to_open": _ratio(rates[SHIPPED], rates[OPEN]),
        "closed_with_tls_to_open": _ratio(rates[WITH_TLS], rates[OPEN]),
        "aim": AIM,
    }


def _ratio(ours: list[float], theirs: list[float]) -> dict[str, float]:
    found: dict[str, float] = median_and_spread(
        [one / other for one, other in zip(ours, theirs, strict=True)]
    )
    return found


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=4_000, help="a round")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    result = asyncio.run(measure(given.events, given.rounds))
    rows = [
        [how, *(f"{rate[what]:,.0f}" for what in ("median", "lowest", "highest"))]
        for how, rate in result["events_a_second"].items()
    ]
    show("The shipped pipeline", ["the bus", "events/s", "lowest", "highest"], rows)
    console.print(f"closed to open: {result['closed_to_open']['median']:.2f}")
    told = verdict(result["closed_with_tls_to_open"]["median"], AIM)
    console.print(f"closed, TLS, to open: {told}")
    console.print(f"written to {write('closed', result)}")


if __name__ == "__main__":
    main()
