"""The pages of a month and of the index, as HTML."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from shared.month import Month, month_of

from reporting.locations.views import LocationView
from reporting.month_report import dutch, sentences
from reporting.month_report.plots import bars_plot, described, hours_plot
from reporting.month_report.views import Cell, MonthReport, ReportLink

templates = Environment(
    loader=PackageLoader("reporting.month_report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters.update(
    number=dutch.number, percent=dutch.percent, euros=dutch.euros, month=dutch.month_name
)
templates.globals["word"] = dutch.NAMES


@dataclass(frozen=True)
class Figure:
    """A plot, the sentence that says what it shows, and the table of its numbers."""

    name: str
    title: str
    sentence: str
    svg: Markup
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    wide: bool = False


def report_page(report: MonthReport) -> str:
    """Write a month's report as a page."""
    return templates.get_template("report.html").render(
        report=report,
        month=month_of(report.month),
        place=report.location.name if report.location else "Nederland",
        opening=sentences.opening(report),
        figures=[draw(report) for draw in (ALWAYS + ONCE_CLOSED if report.closed else ALWAYS)],
    )


def index_page(months: list[ReportLink], locations: list[LocationView]) -> str:
    """Write the page that leads to all reports."""
    named: list[tuple[ReportLink, Month]] = [(link, month_of(link.month)) for link in months]
    return templates.get_template("index.html").render(months=named, locations=locations)


def _figure(name: str, title: str, sentence: str, svg: str, **table: Any) -> Figure:
    shown = described(svg, name, str(escape(title)), str(escape(sentence)))
    # Ours, from numbers and from words that were escaped.
    return Figure(name, title, sentence, Markup(shown), **table)  # noqa: S704


def _hours(report: MonthReport) -> Figure:
    answered = tuple(hour.answered for hour in report.hours)
    missed = tuple(hour.missed for hour in report.hours)
    # A location's missed attempts are those of its own number: no part of what it answered.
    own = " op het eigen nummer" if report.location else ""
    return _figure(
        "hours",
        "Wanneer mensen contact zoeken",
        sentences.hours(report),
        hours_plot(answered, None if report.location else missed),
        headers=("Uur van de dag", "Beantwoorde oproepen", f"Gemiste oproepen{own}"),
        rows=[
            (dutch.hour(hour.hour), dutch.number(hour.answered), dutch.number(hour.missed))
            for hour in report.hours
        ],
        wide=True,
    )


def _reach(report: MonthReport) -> Figure:
    counts = [
        ("Beantwoord", report.line_answered),
        (dutch.NAMES["abandoned"], report.missed.abandoned),
        (dutch.NAMES["no_listener"], report.missed.no_listener),
        (dutch.NAMES["closed"], report.missed.closed),
    ]
    rows = tuple((label, count, dutch.number(count)) for label, count in counts)
    return _figure(
        "reach",
        "Bereikbaarheid",
        sentences.reach(report),
        bars_plot("reach", rows, first_is_main=True),
        headers=("Wat er met de oproep gebeurde", "Oproepen"),
        rows=[(label, text) for label, _, text in rows],
    )


def _channels(report: MonthReport) -> Figure:
    sentence = sentences.channels(report)
    return _shares("channels", "Gesprekken per kanaal", sentence, "Kanaal", report.channel_mix)


def _topics(report: MonthReport) -> Figure:
    cells = sorted(report.topics, key=lambda cell: (cell.name == "other", -(cell.count or 0)))
    sentence = sentences.topics(report)
    return _shares("topics", "Waar gesprekken over gaan", sentence, "Onderwerp", cells)


def _outcomes(report: MonthReport) -> Figure:
    sentence = sentences.outcomes(report)
    return _shares("outcomes", "Hoe gesprekken eindigen", sentence, "Uitkomst", report.outcomes)


def _shares(name: str, title: str, sentence: str, header: str, cells: list[Cell]) -> Figure:
    return _figure(
        name,
        title,
        sentence,
        bars_plot(
            name,
            tuple(
                (dutch.NAMES[one.name], one.count, _beside(one.count, one.share)) for one in cells
            ),
        ),
        headers=(header, "Gesprekken", "Deel van de gesprekken"),
        rows=[
            (dutch.NAMES[cell.name], dutch.number(cell.count), dutch.percent(cell.share))
            for cell in cells
        ],
    )


def _beside(count: int | None, share: float | None) -> str:
    text = dutch.number(count)
    return text if share is None else f"{text} ({dutch.percent(share)})"


# A month that runs tells how many came and when, and nothing of what they said.
ALWAYS = (_hours, _reach)
ONCE_CLOSED = (_channels, _topics, _outcomes)
