"""A report as programs read it: what was published, and what was corrected since."""

from datetime import datetime

from pydantic import Field
from shared.http import View

from reporting.books.views import Report


class CorrectedMonth(View):
    """A month within a quarter or year that was corrected after that was published."""

    month: str = Field(examples=["2016-03"])
    revision: int
    published_at: datetime
    report: str = Field(description="the address of the corrected report of the country")


class ReportView(Report):
    """A report, with the months within it whose corrections it does not contain."""

    corrected_since: list[CorrectedMonth] = Field(
        description="of a quarter or year, which stands as it was published; else empty"
    )
