"""`sensoor year-letters`: write the year letters to municipalities as PDF."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sensoor.commands.documents import write_document


def year_letters(
    year: Annotated[int, typer.Argument(help="A year that is published: 2016.")],
    out: Annotated[Path, typer.Option(help="The folder to write them into.")],
    code: Annotated[str | None, typer.Option(help="One municipality: GM0301.")] = None,
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language.")] = "nl",
) -> None:
    """Write the year letter to every municipality, or to one; the same year, the same bytes."""
    write_document(
        "year-letters", str(year), "--language", language, "--out", str(out.absolute()),
        *(["--code", code] if code else []),
    )  # fmt: skip
