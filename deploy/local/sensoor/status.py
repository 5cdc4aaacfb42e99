"""`sensoor status`: every part, and what is away."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.table import Table

from sensoor import clock, embedded, home, services
from sensoor.bus_place import bus_of
from sensoor.embedded_nats import wait_for_nats

ANSWER_WITHIN = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class State:
    """A part as it is now. `record` is None for what is not ours to run, or does not run.

    `metrics` is where it serves them, if it does.
    """

    name: str
    record: home.Record | None
    ready: bool
    said: str
    metrics: str = ""


async def states(folder: Path, addresses: dict[str, Any]) -> list[State]:
    """The state of broker, database and services; each is asked, none is waited for long."""
    kept = home.records(folder)
    ours = {name: record if record.process() else None for name, record in kept.items()}
    async with services.client() as asking:
        bus, database, *rest = await asyncio.gather(
            _answers(wait_for_nats(bus_of(addresses))),
            _answers(embedded.wait_for_postgres(addresses["database"])),
            *(services.readiness(asking, addresses[service]) for service in services.PORTS),
        )
    said = dict(zip(("nats", "postgres", *services.PORTS), (bus, database, *rest), strict=True))
    metrics = addresses["metrics"]
    return [State(name, ours.get(name), *said[name], metrics.get(name, "")) for name in said]


async def _answers(wait: Any) -> tuple[bool, str]:
    try:
        await asyncio.wait_for(wait, ANSWER_WITHIN)
    except Exception as error:  # whatever it is, it does not answer us
        return False, f"does not answer ({type(error).__name__})"
    return True, ""


def table(found: list[State]) -> Table:
    """One row for each part."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("part", "ready", "pid", "up since", "restarts", "metrics", ""):
        shown.add_column(column, justify="right" if column in ("pid", "restarts") else "left")
    for state in found:
        record = state.record
        told = (str(record.pid), clock.moment(record.since), str(record.restarts)) if record else ()
        yours = "" if told or not state.ready else "yours"
        ready = "[green]yes[/]" if state.ready else "[bold red]no[/]"
        last = (str(urlsplit(state.metrics).port or ""), state.said or yours)
        shown.add_row(state.name, ready, *(told or ("-", "-", "-")), *last)
    return shown
