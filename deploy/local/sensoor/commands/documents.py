"""Have reporting write a document to a file or a folder, out of what it has published."""

import subprocess

import typer

from sensoor.commands.find_platform import databases_here
from sensoor.console import console, fail
from sensoor.embedded.program import python_program


def write_document(command: str, *arguments: str) -> None:
    """Run a command of `python -m reporting` and print its last line; exit with 2 if it fails."""
    databases = databases_here()
    if "reporting" not in databases:
        fail("no database of reporting is known: set REPORTING_DATABASE_URL")
        raise typer.Exit(2)
    program = python_program("reporting", command, *arguments, DATABASE_URL=databases["reporting"])
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    said = " ".join(done.stdout.splitlines()[-1:])
    if done.returncode:
        fail(said or f"{command} failed with exit code {done.returncode}")
        raise typer.Exit(2)
    console.print(said)
