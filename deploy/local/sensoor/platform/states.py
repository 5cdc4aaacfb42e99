"""The state of each part of a platform that is up: its process, and whether it is ready."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from sensoor import home, services
from sensoor.bus.environment import bus_of
from sensoor.embedded import postgres
from sensoor.embedded.nats import wait_for_nats

ANSWER_WITHIN = 3.0  # seconds
RESTARTING = (False, "it has ended, and is being started again")


@dataclass(frozen=True, slots=True)
class State:
    """The state of a part now: its address, and whether it is ready; if not, `said` tells why.

    `record` is None if the part is not ours to run, or does not run; `metrics` is the address of
    its metrics, if it has any.
    """

    name: str
    address: str
    record: home.Record | None
    ready: bool
    said: str
    metrics: str = ""


async def read_states(folder: Path, addresses: dict[str, Any]) -> list[State]:
    """Return the state of broker, database, issuer and services; each is asked for 3 s at most."""
    names = ("nats", "postgres", "issuer", *services.PORTS)
    async with services.client() as asking:
        answers = await asyncio.gather(
            _answers(wait_for_nats(bus_of(addresses))),
            _answers(postgres.wait_for_postgres(addresses["database"])),
            _answers(_discover(asking, addresses["issuer"])),
            *(services.readiness(asking, addresses[service]) for service in services.PORTS),
        )
    known, metrics = home.records(folder), addresses["metrics"]
    found = []
    for name, answer in zip(names, answers, strict=True):
        address = _shown(addresses["database"] if name == "postgres" else addresses[name])
        kept = known.get(name)
        record = kept if kept and kept.process() else None
        state = RESTARTING if kept and not record else answer
        found.append(State(name, address, record, *state, metrics.get(name, "")))
    return found


async def _discover(asking: httpx.AsyncClient, issuer: str) -> None:
    answer = await asking.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    answer.raise_for_status()


def _shown(url: str) -> str:
    """Return an address without login and path; what a browser opens keeps its scheme."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}" if parts.scheme.startswith("http") else place


async def _answers(wait: Any) -> tuple[bool, str]:
    try:
        await asyncio.wait_for(wait, ANSWER_WITHIN)
    except Exception as error:  # any error means that it does not answer
        return False, f"does not answer ({type(error).__name__})"
    return True, ""
