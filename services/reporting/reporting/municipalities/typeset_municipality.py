"""What can be said of a municipality, as PDF/UA-1."""

from pathlib import Path
from typing import Any

from shared.pages.language import gettext, language
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from reporting import reports
from reporting.municipalities import words as said
from reporting.municipalities.read_municipality import WholeMunicipality, known_figures
from reporting.reports.definitions import all_said
from reporting.reports.read_whole import Whole
from reporting.reports.sentences import opening
from reporting.reports.typeset_report import chart_data
from reporting.reports.words import period_name, place_name, shown_value

# It stands beside the parts that all documents of reports are built of.
TEMPLATE = Path(reports.__file__).parent / "templates" / "municipality.typ"


async def typeset_municipality(whole: WholeMunicipality) -> bytes:
    """Return what can be said of a municipality as PDF, in the language that is spoken now."""
    return await run_in_threadpool(
        lambda: typeset(TEMPLATE, _data(whole), whole.nation.report.counted_until)
    )


def _data(whole: WholeMunicipality) -> dict[str, Any]:
    view = whole.view
    known = known_figures(view)
    defined = all_said(one.key for one in known)
    return {
        "language": language(),
        "title": f"{view.name} · {period_name(whole.nation.period)}",
        "origin": said.origin(),
        "known": {
            "title": gettext("What is known of the municipality"),
            "said": said.known(view),
            "headers": [gettext("Figure"), gettext("Value")],
            "rows": [
                [definition.name, shown_value(one.key, one.value)]
                for one, definition in zip(known, defined, strict=True)
            ],
            "defined": [{"name": one.name, "text": one.definition} for one in defined],
        },
        "observed": [_observed(one) for one in (whole.region, whole.nation) if one],
        "nobody": "" if whole.region else said.no_location(view.province),
    }  # fmt: skip


def _observed(whole: Whole) -> dict[str, Any]:
    place = place_name(whole.report)
    return {
        "title": gettext("What was observed: %(place)s", place=place),
        "opening": opening(whole.report),
        "charts": [chart_data(one) for one in said.charts(whole)],
    }
