"""A report as PDF/UA-1: the same report, series and language always give the same bytes."""

from pathlib import Path
from typing import Any

from shared.pages.formats import day
from shared.pages.language import gettext, language
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from reporting.reports import key_figures, notes, words
from reporting.reports.charts.chart import Chart
from reporting.reports.draw_charts import draw_charts
from reporting.reports.read_whole import Correction, Whole
from reporting.reports.sentences import opening

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
FONT = '<svg font-family="Libertinus Serif"'  # typst carries it


async def typeset_report(whole: Whole) -> bytes:
    """Return a report as PDF, in the language that is spoken now."""
    made_at = whole.report.published_at or whole.report.counted_until
    return await run_in_threadpool(_typeset, whole, made_at)


def _typeset(whole: Whole, made_at: Any) -> bytes:
    return typeset(TEMPLATE, _data(whole), made_at)


def _data(whole: Whole) -> dict[str, Any]:
    report, period = whole.report, words.period_name(whole.period)
    place = words.place_name(report)
    return {
        "language": language(),
        "title": f"{place} · {period}",
        "opening": opening(report),
        "published": notes.published(report),
        "corrections": [*map(correction_said, whole.corrections), *_since(whole)],
        "keys": [
            {"name": one.name, "value": one.value, "with": one.beside}
            for one in key_figures.key_figures(report)
        ],
        "charts": [chart_data(one) for one in draw_charts(report, whole.series)],
        "table": gettext("The numbers in a table"),
        "notes": {
            "title": gettext("How to read this"),
            "said": [{"name": name, "text": text} for name, text in notes.notes(report)],
        },
    }  # fmt: skip


def _since(whole: Whole) -> list[str]:
    if not whole.corrected_since:
        return []
    return [notes.stands(), *map(notes.month_corrected, whole.corrected_since)]


def chart_data(chart: Chart) -> dict[str, Any]:
    """Return a chart as the template sets it."""
    return {
        "title": chart.title, "sentence": chart.sentence, "wide": chart.wide,
        "svg": str(chart.svg).replace("<svg", FONT, 1),
        "headers": list(chart.headers), "rows": [list(row) for row in chart.rows],
        "defined": [{"name": one.name, "text": one.definition} for one in chart.defined],
    }  # fmt: skip


def correction_said(correction: Correction) -> str:
    """Say when a report was corrected, and what of it changed."""
    corrected = gettext("Corrected on %(day)s.", day=day(correction.published_at))
    return " ".join([corrected, *(f"{one}." for one in notes.changes_said(correction.changes))])
