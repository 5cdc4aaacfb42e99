"""`sensoor rebuild`: fold projections again beside the live ones, and compare or swap."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import json
import subprocess
from typing import Annotated

import typer

from sensoor.commands.find_platform import addresses_here
from sensoor.console import console, fail
from sensoor.embedded.program import Program, python_program


def rebuild(
    what: Annotated[str, typer.Argument(help="`reporting`.")],
    swap: Annotated[bool, typer.Option(help="Replace the live ones, without a gap.")] = False,
    processes: Annotated[int, typer.Option(min=1, max=16, help="How many fold.")] = 1,
) -> None:
    """Fold the streams again beside the live projections, and compare the two, or swap them."""
    if what != "reporting":
        raise typer.BadParameter("only reporting can be rebuilt")
    addresses = addresses_here()
    from sensoor.bus import environment

    asked = ["rebuild", f"--processes={processes}", *(["--swap"] if swap else [])]
    program = python_program(
        "reporting", *asked, DATABASE_URL=addresses["databases"]["reporting"],
        **environment.environment_as(environment.bus_of(addresses), "reporting"),
    )  # fmt: skip
    code, last = _run(program)
    if code not in (0, 1) or not last:
        fail(f"the rebuild failed with exit code {code}: {last or 'it said nothing'}")
        raise typer.Exit(2)
    told = json.loads(last)
    console.print(f"{told['events']} events folded in {told['seconds']:.1f} s")
    if swap:
        console.print(f"swapped in {told['swap_seconds']:.2f} s")
        if told["untold"]:
            console.print(f"{told['untold']} events were new to the projections")
    elif told["identical"]:
        console.print("the live projections are identical")
    else:
        fail(f"the live projections differ: {json.dumps(told['differences'])}")
    raise typer.Exit(code)


def _run(program: Program) -> tuple[int, str]:
    """Run it and show what it says; return its exit code and its last line, the result."""
    last = ""
    with subprocess.Popen(
        program.command, env=program.environment, stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout or ():
            if last:
                console.print(last)
            last = line.rstrip()
    return running.returncode, last
