"""The files of a document: their formats, and the making of one."""

from typing import Literal, get_args

from billing.files.pdf import pdf
from billing.files.ubl import ubl
from billing.files.validation import check_ubl
from billing.tables import Document

Format = Literal["pdf", "peppol", "nlcius"]
FORMATS: tuple[Format, ...] = get_args(Format)


def file_name(number: str, file_format: Format) -> str:
    """Return what a file is called: `2016-00001.pdf`, `2016-00001-peppol.xml`."""
    return f"{number}.pdf" if file_format == "pdf" else f"{number}-{file_format}.xml"


def render(document: Document, file_format: Format) -> bytes:
    """Return a document in a format, checked; takes milliseconds of CPU, so call it in a thread.

    Raises `DocumentIncomplete`, `DocumentBreaksRules` and `CheckFailed`, of UBL.
    """
    if file_format == "pdf":
        return pdf(document)
    written = ubl(document, file_format)
    check_ubl(document.number, written)
    return written
