"""The year letter to a municipality, as PDF/UA-1."""

from pathlib import Path

from shared.month import TIME_ZONE
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from reporting.municipalities.letter_words import letter_words
from reporting.municipalities.read_municipality import WholeMunicipality

TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


async def year_letter(whole: WholeMunicipality) -> bytes:
    """Return the letter as PDF, in the language that is spoken now.

    It is dated the day on which the national report was published: the same reports always give
    the same bytes.
    """
    report = whole.nation.report
    written_at = report.published_at or report.counted_until
    return await run_in_threadpool(
        lambda: typeset(
            TEMPLATE, letter_words(whole, written_at.astimezone(TIME_ZONE).date()), written_at
        )
    )
