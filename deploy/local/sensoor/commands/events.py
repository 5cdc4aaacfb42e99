"""The command `sensoor events`: follow the bus."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from datetime import UTC, datetime
from typing import Annotated

import typer

from sensoor.commands.find_platform import bus_here
from sensoor.commands.run import run
from sensoor.console import print_line


def events(
    since: Annotated[
        str, typer.Option(help="Start there: 90s, 10m, 2h or 3d ago, or an ISO 8601 time.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Start at the first event.")] = False,
) -> None:
    """Follow the bus: time, subject, aggregate, version, stream and sequence."""
    there = bus_here()
    from sensoor.bus import follow_events as shown
    from sensoor.bus.reading import EVERYTHING

    try:
        begin = shown.moment(since, datetime.now(UTC)) if since else None
    except ValueError:
        raise typer.BadParameter("use 90s, 10m, 2h or 3d, or an ISO 8601 time") from None
    run(shown.show(there, EVERYTHING if everything else begin, print_line))
