"""`sensoor year-letters`: write the year letters to municipalities as PDF."""

import subprocess
from pathlib import Path
from typing import Annotated, Literal

import typer

from sensoor.commands.find_platform import databases_here
from sensoor.console import console, fail
from sensoor.embedded.program import python_program


def year_letters(
    year: Annotated[int, typer.Argument(help="A year that is published: 2016.")],
    out: Annotated[Path, typer.Option(help="The folder to write them into.")],
    code: Annotated[str | None, typer.Option(help="One municipality: GM0301.")] = None,
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language.")] = "nl",
) -> None:
    """Write the year letter to every municipality, or to one; the same year, the same bytes."""
    databases = databases_here()
    if "reporting" not in databases:
        fail("no database of reporting is known: set REPORTING_DATABASE_URL")
        raise typer.Exit(2)
    program = python_program(
        "reporting", "year-letters", str(year), "--language", language,
        "--out", str(out.absolute()), *(["--code", code] if code else []),
        DATABASE_URL=databases["reporting"],
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    said = " ".join(done.stdout.splitlines()[-1:])
    if done.returncode:
        fail(said or f"the year letters failed with exit code {done.returncode}")
        raise typer.Exit(2)
    console.print(said)
