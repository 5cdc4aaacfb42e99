"""What the commands share: finding the platform, doing what they ask of it, printing."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from sensoor import home
from sensoor.screen import fail

Answer = TypeVar("Answer")


def addresses_here() -> dict[str, Any]:
    """The addresses of the platform that is up in this home; says so and exits when none is."""
    addresses = home.addresses(home.home_folder())
    if addresses is None:
        fail(f"nothing is up in {home.home_folder()}: `sensoor up` starts it")
        raise typer.Exit(1)
    return addresses


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
