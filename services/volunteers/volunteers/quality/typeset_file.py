"""A quality file as PDF/UA-1."""

from datetime import datetime
from pathlib import Path

from shared.pages.formats import day
from shared.pages.language import gettext, language
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from volunteers.quality.views import QualityFileView
from volunteers.quality.wording import chapters_of

TEMPLATE = Path(__file__).parent / "templates" / "quality.typ"
PDF = "application/pdf"


async def typeset_file(file: QualityFileView, now: datetime) -> bytes:
    """Return the file as PDF, in the language that is spoken now."""
    data = {
        "language": language(),
        "title": gettext("Quality file %(year)s", year=file.year),
        "until": gettext("Counted up to and with %(day)s.", day=day(file.until)),
        "nobody": gettext(
            "All figures are counts out of the records of volunteers. Nobody is named."
        ),
        "head": [
            gettext("Norm"), gettext("Evidence"), gettext("Share"), gettext("Asked"),
            gettext("Result"),
        ],
        "chapters": [
            {
                "title": title,
                "norms": [
                    {"asks": f"{one.code} {one.asks}", "evidence": one.evidence,
                     "share": one.share, "least": one.least, "verdict": one.verdict,
                     "said": one.verdict_said}
                    for one in norms
                ],
            }
            for title, norms in chapters_of(file)
        ],
    }  # fmt: skip
    return await run_in_threadpool(typeset, TEMPLATE, data, now)
