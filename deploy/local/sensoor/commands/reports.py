"""The command `sensoor reports`: which periods are published, and closing one by hand."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import json
import subprocess
from datetime import datetime
from typing import Annotated, Any

import typer

from sensoor.commands.find_platform import addresses_here
from sensoor.console import console, fail, print_line
from sensoor.embedded.program import Program, python_program

reports_app = typer.Typer(
    help="Reports of closed periods: list, close by hand.", no_args_is_help=True
)

Period = Annotated[str, typer.Argument(help="2016-03, 2016-Q1 or 2016.")]


@reports_app.command("list")
def list_reports() -> None:
    """List the periods that are closed, and what is published of each."""
    found = _run(_program("closed"))
    if not found:
        console.print("nothing is closed yet: the clock closes a month a week after its end")


@reports_app.command("close")
def close_period(
    period: Period,
    through: Annotated[bool, typer.Option(help="Close all before it too, in order.")] = False,
) -> None:
    """Close a period for good, once all events are projected, and publish its reports.

    Exit code 1: refused. 2: it could not be done.
    """
    found = _run(_program("close", period, *(["--through"] if through else [])))
    console.print(f"{len(found)} closed: a correction of them is a revision with its date")


def _program(*arguments: str) -> Program:
    from sensoor.bus import environment

    addresses = addresses_here()
    return python_program(
        "reporting", *arguments, DATABASE_URL=addresses["databases"]["reporting"],
        **environment.environment_as(environment.bus_of(addresses), "reporting"),
    )  # fmt: skip


def _run(program: Program) -> list[dict[str, Any]]:
    """Print each period as it is told, and return them all; exit as the program does."""
    found = []
    with subprocess.Popen(
        program.command, env=program.environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith("{"):
                found.append(json.loads(line))
                print_line(_told(found[-1]))
            else:
                fail(line.strip())
    if running.returncode:
        raise typer.Exit(running.returncode if running.returncode in (1, 2) else 2)
    return found


def _told(one: dict[str, Any]) -> str:
    day = datetime.fromisoformat(one["closed_at"]).date()
    corrected = f", corrected {one['revision']} times" if one["revision"] else ""
    return (
        f"{one['period']:<8}  closed on {day}, {one['reports']} reports,"
        f" {one['hidden']} cells hidden{corrected}"
    )
