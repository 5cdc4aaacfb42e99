"""Output of the commands: lines with a time, notes, failures."""

import sys

import typer
from rich.console import Console
from rich.text import Text

from sensoor import clock

console = Console(highlight=False)
beside = Console(highlight=False, stderr=True)


def say(text: str) -> None:
    """Print a line with the time."""
    # As one text: above a live table, a line printed in two parts loses the first.
    console.print(Text.assemble((clock.now(), "dim"), "  ", text), soft_wrap=True)


def note(text: str) -> None:
    """Print a line to stderr: for people, not for a program that reads the output."""
    beside.print(text, style="dim", soft_wrap=True)


def fail(text: str) -> None:
    """Print what went wrong."""
    console.print(Text.assemble(("✗", "bold red"), " ", text), soft_wrap=True)


def print_line(line: str) -> None:
    """Print a line as it is; exit quietly when the reader, such as `head`, has closed."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        sys.stdout = None
        raise typer.Exit(0) from None
