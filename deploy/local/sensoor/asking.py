"""What the commands share: finding the platform, doing what they ask of it, printing."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from sensoor import home
from sensoor.screen import fail

if TYPE_CHECKING:
    from sensoor.bus_plan import Bus

Answer = TypeVar("Answer")


def addresses_here() -> dict[str, Any]:
    """The addresses of the platform that is up in this home; says so and exits when none is.

    With NATS_URL and BUS_KEYS it is the platform behind them, wherever it runs: its databases are
    known by CONTACTS_DATABASE_URL, BILLING_DATABASE_URL and so on, as far as they are set.
    """
    if os.environ.get("NATS_URL") and os.environ.get("BUS_KEYS"):
        return _addresses_there()
    addresses = home.addresses(home.home_folder())
    if addresses is None:
        fail(f"nothing is up in {home.home_folder()}: `sensoor up` starts it")
        raise typer.Exit(1)
    return addresses


def databases_here() -> dict[str, str]:
    """The databases by service: those in the environment, or of the platform that is up here."""
    found: dict[str, str] = _databases_there() or addresses_here()["databases"]
    return found


def _databases_there() -> dict[str, str]:
    names = ("contacts", "billing", "volunteers", "reporting")
    urls = {name: os.environ.get(f"{name.upper()}_DATABASE_URL") for name in names}
    return {name: url for name, url in urls.items() if url}


def _addresses_there() -> dict[str, Any]:
    return {
        "nats": os.environ["NATS_URL"],
        "bus_keys": os.environ["BUS_KEYS"],
        "nats_ca": os.environ.get("NATS_CA"),
        "nats_replicas": int(os.environ.get("NATS_REPLICAS", "1")),
        "databases": _databases_there(),
    }


def bus_here() -> "Bus":
    """The bus of the platform that is up in this home; says so and exits when none is."""
    from sensoor.bus_place import bus_of  # noqa: PLC0415  most commands need no bus

    return bus_of(addresses_here())


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Does it to its end; Ctrl-C is one, and what does not answer is told in one line."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except (OSError, TimeoutError) as error:
        fail(f"{type(error).__name__}: {error}. `sensoor status` shows what is away")
        raise typer.Exit(1) from None


def print_line(line: str) -> None:
    """A line as it is; a reader such as `head` may have had enough."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        sys.stdout = None
        raise typer.Exit(0) from None
