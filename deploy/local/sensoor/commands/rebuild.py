"""`sensoor rebuild`: fold projections again beside the live ones, and compare."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import json
import subprocess
from typing import Annotated

import typer

from sensoor.commands.find_platform import addresses_here
from sensoor.console import console, fail
from sensoor.embedded.program import python_program


def rebuild(what: Annotated[str, typer.Argument(help="`reporting`.")]) -> None:
    """Fold the streams again beside the live projections, and compare the two."""
    if what != "reporting":
        raise typer.BadParameter("only reporting can be rebuilt")
    addresses = addresses_here()
    from sensoor.bus import environment

    program = python_program(
        "reporting", "rebuild", DATABASE_URL=addresses["databases"]["reporting"],
        **environment.environment_as(environment.bus_of(addresses), "reporting"),
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    result = done.stdout.splitlines()[-1:]
    if done.returncode not in (0, 1) or not result:
        fail(f"the rebuild failed with exit code {done.returncode}")
        raise typer.Exit(2)
    told = json.loads(result[0])
    console.print(f"{told['events']} events folded in {told['seconds']:.1f} s")
    if told["identical"]:
        console.print("the live projections are identical")
    else:
        fail(f"the live projections differ: {json.dumps(told['differences'])}")
    raise typer.Exit(done.returncode)
