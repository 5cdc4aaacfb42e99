"""A contact's whole way, events a second: ours, the same by hand, raw JetStream.

Registered by the shipped use case (one commit each, telemetry on), outbox, relay, JetStream with
`sync_interval: always`, inbox and projection. As shipped, contacts registers and relays in one
process and reporting consumes in another; the path by hand is laid out the same. The rounds of
the sides take turns, each with fresh processes that are warmed up first.
"""

import argparse
import asyncio
from contextlib import AsyncExitStack
from typing import Any

from nats.aio.client import Client

from benchmarks.bus import connect
from benchmarks.child import Child, child
from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.sides import Side, raw_jetstream, shipped, written_by_hand
from benchmarks.surroundings import Surroundings, surroundings
from benchmarks.traces import collected_traces

AIM = 0.7
WARM_UP = 400
PARTS = ("contacts", "reporting", "postgres", "nats")
STAGES = ("register", "relay", "consume")
Figures = dict[str, float]


async def run_together(here: Surroundings, bus: Client, side: Side, count: int) -> Figures:
    """Run everything at once; return events a second, and CPU microseconds an event by part."""
    async with AsyncExitStack() as stack:
        contacts = await stack.enter_async_context(child(*side.contacts))
        reporting = await stack.enter_async_context(child(*side.reporting))
        await _warm_up(bus, side, contacts)
        place = await side.last_place(bus) + count
        before = _cpu(here, contacts, reporting)
        said = await contacts.do(register=count)
        ended = await side.passed(bus, place)
        after = _cpu(here, contacts, reporting)
    used = {part: (after[part] - before[part]) / count * 1e6 for part in PARTS}
    return {"events_a_second": count / (ended - said["began"]), **used}


async def run_in_stages(here: Surroundings, bus: Client, side: Side, count: int) -> dict[str, Any]:
    """Run one stage after the other; return each stage's microseconds an event, by the clock
    and of CPU by part."""
    async with AsyncExitStack() as stack:
        contacts = await stack.enter_async_context(child(*side.registering))
        reporting = await stack.enter_async_context(child(*side.reporting))
        await contacts.do(register=WARM_UP)
        await contacts.do(relay=True)
        await side.passed(bus, await side.last_place(bus))
        place = await side.last_place(bus) + count
        reporting.stop()
        moments = [_cpu(here, contacts, reporting)]
        registered = await contacts.do(register=count)
        moments.append(_cpu(here, contacts, reporting))
        relayed = await contacts.do(relay=True)
        moments.append(_cpu(here, contacts, reporting))
        began = asyncio.get_running_loop().time()
        reporting.go_on()
        ended = await side.passed(bus, place)
        moments.append(_cpu(here, contacts, reporting))
    clocks = [
        *(said["ended"] - said["began"] for said in (registered, relayed)), ended - began
    ]  # fmt: skip
    return {
        stage: {
            "clock": clocks[i] / count * 1e6,
            **{p: (moments[i + 1][p] - moments[i][p]) / count * 1e6 for p in PARTS},
        }
        for i, stage in enumerate(STAGES)
    }


async def _warm_up(bus: Client, side: Side, contacts: Child) -> None:
    place = await side.last_place(bus) + WARM_UP
    await contacts.do(register=WARM_UP)
    await side.passed(bus, place)


def _cpu(here: Surroundings, contacts: Child, reporting: Child) -> Figures:
    return {
        "contacts": contacts.cpu_seconds(),
        "reporting": reporting.cpu_seconds(),
        **here.cpu_seconds(),
    }


async def measure(count: int, rounds: int) -> dict[str, Any]:
    """Measure, rounds interleaved; return the result as it is written."""
    together: dict[str, list[Figures]] = {}
    in_stages: dict[str, list[dict[str, Any]]] = {}
    async with surroundings() as here:
        bus = await connect(here.nats_url)
        with collected_traces() as traces:
            sides = [
                await shipped(here), await written_by_hand(here), await raw_jetstream(here)
            ]  # fmt: skip
            for _ in range(rounds):
                for side in sides:
                    figures = await run_together(here, bus, side, count)
                    together.setdefault(side.name, []).append(figures)
                    console.print(f"{side.name}: {figures['events_a_second']:,.0f} events/s")
            for _ in range(max(1, rounds // 2)):
                for side in sides[:2]:
                    figures = await run_in_stages(here, bus, side, count)
                    in_stages.setdefault(side.name, []).append(figures)
        counts = {side.name: await side.counts() for side in sides[:2]}
        await bus.close()
    assert all(len(set(both)) == 1 for both in counts.values()), f"not all arrived: {counts}"
    return _result(together, in_stages, count) | {
        "contacts_registered_and_projected": counts,
        "bytes_of_traces": traces.bytes,
    }


def _result(
    together: dict[str, list[Figures]], in_stages: dict[str, list[dict[str, Any]]], count: int
) -> dict[str, Any]:
    rates = {side: [one["events_a_second"] for one in found] for side, found in together.items()}
    ratios = [o / h for o, h in zip(rates["ours"], rates["by hand"], strict=True)]
    return {
        "events_a_round": count,
        "events_a_second": {side: median_and_spread(found) for side, found in rates.items()},
        "ours_to_by_hand": median_and_spread(ratios),
        "ours_to_raw": median_and_spread(
            [o / r for o, r in zip(rates["ours"], rates["raw"], strict=True)]
        ),
        "aim": AIM,
        # Steadier than the clock where the machine has other work: who used how much for an event.
        "cpu_by_hand_to_ours": median_and_spread(
            [
                sum(h[part] for part in PARTS) / sum(o[part] for part in PARTS)
                for o, h in zip(together["ours"], together["by hand"], strict=True)
            ]
        ),
        "cpu_microseconds_an_event": {
            side: {part: _median([one[part] for one in found]) for part in PARTS}
            for side, found in together.items()
        },
        "stage_microseconds_an_event": {
            side: {
                stage: {
                    what: _median([one[stage][what] for one in found]) for what in ("clock", *PARTS)
                }
                for stage in STAGES
            }
            for side, found in in_stages.items()
        },
    }


def _median(values: list[float]) -> float:
    return round(float(median_and_spread(values)["median"]), 1)


def tell(result: dict[str, Any]) -> None:
    """Print the ratios and where the time goes."""
    rates = result["events_a_second"]
    rows = [
        [side, *(f"{rates[side][w]:,.0f}" for w in ("median", "lowest", "highest")), *used.values()]
        for side, used in result["cpu_microseconds_an_event"].items()
    ]
    columns = ["all at once", "events/s", "lowest", "highest", *(f"CPU µs {p}" for p in PARTS)]
    show("From registration to projection", columns, rows)
    rows = [
        [f"{stage}, {side}", *stages[stage].values()]
        for stage in STAGES
        for side, stages in result["stage_microseconds_an_event"].items()
    ]
    show("Where the time goes (µs an event, one stage after the other)",
         ["stage", "clock", *(f"CPU {p}" for p in PARTS)], rows)  # fmt: skip
    console.print(f"ours to by hand: {verdict(result['ours_to_by_hand']['median'], AIM)}")
    console.print(f"by the CPU of all parts: {result['cpu_by_hand_to_ours']['median']:.2f}")
    console.print(f"ours to raw JetStream: {result['ours_to_raw']['median']:.3f}")


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=4_000, help="a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    result = asyncio.run(measure(given.events, given.rounds))
    tell(result)
    console.print(f"written to {write('pipeline', result)}")


if __name__ == "__main__":
    main()
