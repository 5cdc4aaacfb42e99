"""Answers about quality files."""

import datetime as dt

from pydantic import Field
from shared.http import View

from volunteers.quality.vocabulary import Verdict


class NormView(View):
    """A norm and its evidence: kept in `kept` of `of` cases, of which `least` (a share) are asked.

    `of` null: a plain count. `since`: what is older is no longer kept, and was not counted.
    """

    code: str
    asks: str
    counted: str
    kept: int
    of: int | None
    least: float | None = Field(ge=0, le=1)
    since: dt.date | None
    verdict: Verdict


class QualityFileView(View):
    """The quality file of a year, up to and with `until`: counts only, no person."""

    year: int
    until: dt.date
    norms: list[NormView]
