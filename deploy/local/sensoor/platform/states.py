"""The state of every process of a platform that is up, and what is away."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensoor import home, services
from sensoor.bus.environment import bus_of
from sensoor.embedded import postgres
from sensoor.embedded.nats import wait_for_nats

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


async def read_states(folder: Path, addresses: dict[str, Any]) -> list[State]:
    """The state of broker, database and services; each is asked, none is waited for long."""
    kept = home.records(folder)
    ours = {name: record if record.process() else None for name, record in kept.items()}
    async with services.client() as asking:
        bus, database, *rest = await asyncio.gather(
            _answers(wait_for_nats(bus_of(addresses))),
            _answers(postgres.wait_for_postgres(addresses["database"])),
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
