"""`sensoor status`: each part, its process, its address and its health."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer
from rich.table import Table

from sensoor import clock, home
from sensoor.commands.find_platform import addresses_here
from sensoor.commands.run import run
from sensoor.console import console

if TYPE_CHECKING:
    from sensoor.platform.states import State


def status() -> None:
    """Show each part: whether it is ready, its process, and its address."""
    folder, addresses = home.home_folder(), addresses_here()
    from sensoor.platform.states import read_states

    found = run(read_states(folder, addresses))
    console.print(table(found))
    raise typer.Exit(0 if all(state.ready for state in found) else 1)


def table(found: list["State"]) -> Table:
    """Return a table with one row for each part."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("part", "ready", "pid", "up since", "restarts", "address", "metrics", ""):
        shown.add_column(column, justify="right" if column in ("pid", "restarts") else "left")
    for state in found:
        record = state.record
        told = (str(record.pid), clock.recent(record.since), str(record.restarts)) if record else ()
        yours = "" if told or not state.ready else "yours"
        ready = "[green]yes[/]" if state.ready else "[bold red]no[/]"
        last = (state.address, str(urlsplit(state.metrics).port or ""), state.said or yours)
        shown.add_row(state.name, ready, *(told or ("-", "-", "-")), *last)
    return shown
