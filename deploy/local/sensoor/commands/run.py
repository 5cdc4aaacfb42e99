"""Running the work of a command: a failure becomes one line and an exit code."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from sensoor.console import fail

Answer = TypeVar("Answer")


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Return the result; Ctrl-C exits quietly, a connection error is one line and exit code 1."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except (OSError, TimeoutError) as error:
        fail(f"{type(error).__name__}: {error}. `sensoor status` shows what is away")
        raise typer.Exit(1) from None


def run_on_bus(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Do as `run`; a refusal or an error of the bus is one line too."""
    import nats.errors

    from sensoor.bus.lease import ProvisioningBusy
    from sensoor.bus.resolver import BusRefused
    from sensoor.bus.rotation import RotationRefused
    from sensoor.partners.access import PartnerRefused

    try:
        return run(work)
    except (PartnerRefused, BusRefused, RotationRefused, ProvisioningBusy) as error:
        fail(str(error))
    except nats.errors.Error as error:
        said = str(error).removeprefix("nats: ").strip("'")
        fail(f"the bus: {said or type(error).__name__}")
    raise typer.Exit(1)
