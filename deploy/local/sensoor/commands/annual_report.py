"""`sensoor annual-report`: write the annual report of a year as PDF."""

import subprocess
from pathlib import Path
from typing import Annotated, Literal

import typer

from sensoor.commands.find_platform import databases_here
from sensoor.console import console, fail
from sensoor.embedded.program import python_program


def annual_report(
    year: Annotated[int, typer.Argument(help="A year that is published: 2016.")],
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language.")] = "nl",
    out: Annotated[Path | None, typer.Option(help="By default annual-report-YEAR-nl.pdf.")] = None,
) -> None:
    """Write the annual report of a year as PDF; the same year always gives the same bytes."""
    databases = databases_here()
    if "reporting" not in databases:
        fail("no database of reporting is known: set REPORTING_DATABASE_URL")
        raise typer.Exit(2)
    file = (out or Path(f"annual-report-{year}-{language}.pdf")).absolute()
    program = python_program(
        "reporting", "annual-report", str(year), "--language", language, "--out", str(file),
        DATABASE_URL=databases["reporting"],
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    said = " ".join(done.stdout.splitlines()[-1:])
    if done.returncode:
        fail(said or f"the annual report failed with exit code {done.returncode}")
        raise typer.Exit(2)
    console.print(said)
