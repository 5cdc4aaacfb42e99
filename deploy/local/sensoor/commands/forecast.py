"""`sensoor forecast`: forecast four weeks from the past, and tell volunteers of them."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import os
import subprocess
from typing import Annotated

import typer

from sensoor import home
from sensoor.commands.find_platform import addresses_here
from sensoor.console import console, fail
from sensoor.embedded.program import python_program


def forecast(
    day: Annotated[str, typer.Argument(help="The first day, such as 2016-03-21; today.")] = "",
) -> None:
    """Forecast four weeks from a day on, from what came before it."""
    addresses = addresses_here()
    from sensoor.bus import environment

    program = python_program(
        "reporting", "forecast", *([day] if day else []),
        DATABASE_URL=addresses["databases"]["reporting"],
        **environment.environment_as(environment.bus_of(addresses), "reporting"),
        **({} if os.environ.get("FORECAST_KEY") else home.forecast_key(home.home_folder())),
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    *told, last = done.stdout.splitlines() or [""]
    if done.returncode:
        fail(last or f"the forecast failed with exit code {done.returncode}")
        raise typer.Exit(2)
    for line in told:  # the last line is for programs
        console.print(line)
