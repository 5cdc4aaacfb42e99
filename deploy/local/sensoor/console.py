"""What is shown: tables of addresses and states, and lines with the time before them."""

import sys

import typer
from rich.console import Console
from rich.text import Text

from sensoor import clock

console = Console(highlight=False)
beside = Console(highlight=False, stderr=True)


def say(text: str) -> None:
    """A line with the time."""
    # In one piece: above a live table a line in two pieces loses the first.
    console.print(Text.assemble((clock.now(), "dim"), "  ", text), soft_wrap=True)


def note(text: str) -> None:
    """A line beside what the command prints, for whoever reads it and no program."""
    beside.print(text, style="dim", soft_wrap=True)


def fail(text: str) -> None:
    """A line that says what went wrong."""
    console.print(Text.assemble(("✗", "bold red"), " ", text), soft_wrap=True)


def print_line(line: str) -> None:
    """A line as it is; a reader such as `head` may have had enough."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        sys.stdout = None
        raise typer.Exit(0) from None
