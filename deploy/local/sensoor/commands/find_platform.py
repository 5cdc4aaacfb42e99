"""The platform that a command works on: the one in this home, or the one of the environment."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import os
from typing import TYPE_CHECKING, Any

import typer

from sensoor import home
from sensoor.console import fail

if TYPE_CHECKING:
    from sensoor.bus.connection import Bus


def addresses_here() -> dict[str, Any]:
    """Return the addresses of the platform that is up in this home; print and exit if none is.

    With NATS_URL and BUS_KEYS it is the platform behind them, wherever it runs. Its databases are
    those of CONTACTS_DATABASE_URL, BILLING_DATABASE_URL and so on, as far as they are set.
    """
    if os.environ.get("NATS_URL") and os.environ.get("BUS_KEYS"):
        return _addresses_there()
    addresses = home.addresses(home.home_folder())
    if addresses is None:
        fail(f"nothing is up in {home.home_folder()}: `sensoor up` starts it")
        raise typer.Exit(1)
    return addresses


def databases_here() -> dict[str, str]:
    """Return the databases by service: of the environment, or of the platform that is up here."""
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
    """Return the bus of the platform that is up in this home; print and exit if none is."""
    from sensoor.bus.environment import bus_of

    return bus_of(addresses_here())


def bus_to_provision() -> "Bus":
    """Return the bus of NATS_URL and BUS_KEYS, or of the platform that is up here."""
    from sensoor.bus.environment import NoBus, bus_in_environment
    from sensoor.bus.keys import NoKeys

    here = not (os.environ.get("NATS_URL") or os.environ.get("BUS_KEYS"))
    try:
        return bus_here() if here else bus_in_environment()
    except (NoBus, NoKeys, OSError) as error:
        fail(str(error))
        raise typer.Exit(1) from None
