"""Running what a command asks for: a failure is one line, and an exit code."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from sensoor.console import fail

Answer = TypeVar("Answer")


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Does it to its end; Ctrl-C is one, and what does not answer is told in one line."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except (OSError, TimeoutError) as error:
        fail(f"{type(error).__name__}: {error}. `sensoor status` shows what is away")
        raise typer.Exit(1) from None


def run_on_bus(work: Coroutine[Any, Any, Answer]) -> Answer:
    """What the bus answers; when it refuses, or is away, that is one line."""
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
