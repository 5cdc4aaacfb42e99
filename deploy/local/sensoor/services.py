"""The four services as the local command knows them: ports, environment, readiness."""

import asyncio
from importlib import import_module
from typing import Any

import httpx

PORTS = {"contacts": 8101, "billing": 8102, "volunteers": 8103, "reporting": 8104}
METRICS_PORTS = {service: port + 1000 for service, port in PORTS.items()}
NATS_PORT = 4222
POSTGRES_PORT = 25432
REPORT_PAGE = "/reporting/reports"
# Where a chat is seen from its three sides, on contacts.
CHAT_PAGES = {"help": "/contacts/help", "desk": "/contacts/desk", "board": "/contacts/board"}
OK = 200


def database_name(service: str) -> str:
    """Return the name of a service's database, and of the role that owns it."""
    return f"sensoor_{service}"


def handlers() -> list[Any]:
    """Import the four services and return their tables of handlers ("when X, do Y")."""
    return [import_module(f"{service}.event_handlers").handlers for service in PORTS]


async def readiness(client: httpx.AsyncClient, address: str) -> tuple[bool, str]:
    """Return whether the service is ready with database and bus up; and if not, the reason.

    A service reports itself ready while the bus is down, because it still accepts requests. A
    platform is not ready then.
    """
    try:
        answer = await client.get(f"{address}/readyz")
    except httpx.HTTPError as error:
        return False, f"does not answer ({type(error).__name__})"
    try:
        said = answer.json()
    except ValueError:
        return False, f"answers {answer.status_code} without saying why"
    away = [f"{part} {said.get(part)}" for part in ("database", "bus") if said.get(part) != "up"]
    ready = answer.status_code == OK and not away
    return ready, "" if ready else ", ".join(away) or str(said.get("status"))


def client() -> httpx.AsyncClient:
    """Return a client for services on this machine: it uses no proxy."""
    return httpx.AsyncClient(timeout=5, trust_env=False)


async def wait_until_ready(address: str, seconds: float = 180) -> None:
    """Return once the service is ready; TimeoutError gives its last answer."""
    said = ""

    async def ask() -> None:
        nonlocal said
        async with client() as asking:
            while True:
                ready, said = await readiness(asking, address)
                if ready:
                    return
                await asyncio.sleep(0.05)

    try:
        await asyncio.wait_for(ask(), seconds)
    except TimeoutError:
        raise TimeoutError(f"{address} is not ready after {seconds:.0f} s: {said}") from None
