"""The command `sensoor outbox`: events that wait for the bus, and those that it refused."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from typing import Annotated
from uuid import UUID

import typer

from sensoor.commands.find_platform import databases_here
from sensoor.commands.run import run
from sensoor.console import console, fail, print_line

outbox_app = typer.Typer(
    help="Events that a service has not published yet, and those that the bus refused.",
    no_args_is_help=True,
)


@outbox_app.command("list")
def list_outboxes(
    service: Annotated[str | None, typer.Argument(help="One; all of them if left out.")] = None,
) -> None:
    """List waiting events, their age, the relay leader, and parked events; never any content."""
    databases = databases_here()
    from sensoor.platform import outbox_rows

    for name in [service] if service else list(databases):
        for line in outbox_rows.lines(run(outbox_rows.standing(name, _url(databases, name)))):
            print_line(line)


@outbox_app.command("retry")
def retry_parked(
    service: Annotated[str, typer.Argument(help="contacts, billing, volunteers or reporting.")],
    event_id: Annotated[UUID | None, typer.Argument(help="One parked event.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are parked.")] = False,
) -> None:
    """Queue parked events again, after their cause is fixed."""
    if (event_id is None) is not everything:
        raise typer.BadParameter("give one event's id, or --all")
    url = _url(databases_here(), service)
    from sensoor.platform import outbox_rows

    count = run(outbox_rows.retry(url, event_id))
    if event_id and not count:
        fail(f"{event_id} is not parked: `sensoor outbox list {service}` shows what is")
        raise typer.Exit(1)
    console.print(f"{count} queued again: sensoor outbox list {service}")


def _url(databases: dict[str, str], service: str) -> str:
    if service not in databases:
        known = ", ".join(databases)
        fail(f"no database of {service} is known (those of {known} are): set its DATABASE_URL")
        raise typer.Exit(1)
    return databases[service]
