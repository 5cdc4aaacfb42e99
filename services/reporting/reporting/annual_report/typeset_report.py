"""The annual report as PDF/UA-1: equal years give equal bytes."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from shared.pages.language import gettext
from shared.typesetting import typeset

from reporting.annual_report.document import Document, Plot
from reporting.annual_report.read_year import Year
from reporting.annual_report.write_document import write_document

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
PDF = "application/pdf"
# A plot has no font of its own: in the document it gets that of the text.
FONT = '<svg font-family="Libertinus Serif"'


def typeset_report(year: Year) -> bytes:
    """Return the annual report as PDF, in the language that is spoken now; takes a second."""
    document = write_document(year)
    return typeset(TEMPLATE, _data(document), year.made_at)


def _data(document: Document) -> dict[str, Any]:
    data = asdict(document)
    for chapter, said in zip(document.chapters, data["chapters"], strict=True):
        said["plots"] = [_plot(plot) for plot in chapter.plots]
    words = {
        "contents": gettext("Contents"),
        "numbers": gettext("The numbers behind the plots"),
    }
    return {"document": data, "words": words}


def _plot(plot: Plot) -> dict[str, Any]:
    alt = f"{plot.title}. {plot.sentence}"
    svg = plot.svg.replace("<svg", FONT, 1)
    return {**asdict(plot), "svg": svg, "alt": alt}
