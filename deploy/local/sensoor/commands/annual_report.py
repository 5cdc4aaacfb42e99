"""`sensoor annual-report`: write the annual report of a year as PDF."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sensoor.commands.documents import write_document


def annual_report(
    year: Annotated[int, typer.Argument(help="A year that is published: 2016.")],
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language.")] = "nl",
    out: Annotated[Path | None, typer.Option(help="By default annual-report-YEAR-nl.pdf.")] = None,
) -> None:
    """Write the annual report of a year as PDF; the same year always gives the same bytes."""
    file = (out or Path(f"annual-report-{year}-{language}.pdf")).absolute()
    write_document("annual-report", str(year), "--language", language, "--out", str(file))
