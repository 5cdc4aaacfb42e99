"""The charts of a report: each a plot, the sentence that says what it shows, and its numbers."""

from dataclasses import dataclass

from markupsafe import Markup, escape
from shared.pages.formats import number
from shared.pages.language import gettext

from reporting.books.views import Cell, Report
from reporting.reports import sentences
from reporting.reports.plots import HoursWords, bars_plot, hours_plot, marks
from reporting.reports.svg import described
from reporting.reports.words import hour_name, name, shown_number, shown_percent


@dataclass(frozen=True)
class Chart:
    """A plot as SVG, its title and sentence, and the table of its numbers."""

    title: str
    sentence: str
    svg: Markup
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    wide: bool = False


def charts(report: Report) -> list[Chart]:
    """Draw the charts of a report, in the language of the request; takes a tenth of a second.

    A month that is not closed shows how many attempts came and when, and nothing of what callers
    told.
    """
    always = [_hours(report), _reach(report)]
    if not report.closed:
        return always
    return [*always, _channels(report), _topics(report), _outcomes(report)]


def _hours(report: Report) -> Chart:
    answered = tuple(hour.answered for hour in report.hours)
    # Missed attempts of a location are those of its own number: they do not add up with the
    # attempts that it answered.
    missed = None if report.location else tuple(hour.missed for hour in report.hours)
    words = HoursWords(
        answered=gettext("answered"),
        missed=gettext("missed"),
        outside_office=gettext("outside office hours"),
        axis=gettext("hour of the day"),
        counts=tuple((count, number(count)) for count in marks(answered, missed)),
    )
    title, sentence = gettext("When people seek contact"), sentences.hours(report)
    return Chart(
        title,
        sentence,
        _svg("hours", title, sentence, hours_plot(answered, missed, words)),
        headers=(
            gettext("Hour of the day"),
            gettext("Answered attempts"),
            gettext("Missed attempts on the own number")
            if report.location
            else gettext("Missed attempts"),
        ),
        rows=[
            (hour_name(hour.hour), shown_number(hour.answered), shown_number(hour.missed))
            for hour in report.hours
        ],
        wide=True,
    )


def _reach(report: Report) -> Chart:
    counts = [
        (gettext("Answered"), report.line_answered),
        (name("abandoned"), report.missed.abandoned),
        (name("no_listener"), report.missed.no_listener),
        (name("closed"), report.missed.closed),
    ]
    rows = tuple((label, count, shown_number(count)) for label, count in counts)
    title, sentence = gettext("Answer rate"), sentences.reach(report)
    return Chart(
        title,
        sentence,
        _svg("reach", title, sentence, bars_plot("reach", rows, first_is_main=True)),
        headers=(gettext("What became of the attempt"), gettext("Attempts")),
        rows=[(label, text) for label, _, text in rows],
    )


def _channels(report: Report) -> Chart:
    title, sentence = gettext("Conversations by channel"), sentences.channels(report)
    return _shares("channels", title, sentence, gettext("Channel"), report.channel_mix)


def _topics(report: Report) -> Chart:
    cells = sorted(report.topics, key=lambda cell: (cell.name == "other", -(cell.count or 0)))
    title, sentence = gettext("What conversations are about"), sentences.topics(report)
    return _shares("topics", title, sentence, gettext("Topic"), cells)


def _outcomes(report: Report) -> Chart:
    title, sentence = gettext("How conversations end"), sentences.outcomes(report)
    return _shares("outcomes", title, sentence, gettext("Outcome"), report.outcomes)


def _shares(plot: str, title: str, sentence: str, header: str, cells: list[Cell]) -> Chart:
    bars = tuple((name(cell.name), cell.count, _beside(cell)) for cell in cells)
    return Chart(
        title,
        sentence,
        _svg(plot, title, sentence, bars_plot(plot, bars)),
        headers=(header, gettext("Conversations"), gettext("Share of the conversations")),
        rows=[
            (name(cell.name), shown_number(cell.count), shown_percent(cell.share)) for cell in cells
        ],
    )


def _beside(cell: Cell) -> str:
    text = shown_number(cell.count)
    return text if cell.share is None else f"{text} ({shown_percent(cell.share)})"


def _svg(plot: str, title: str, sentence: str, svg: str) -> Markup:
    # matplotlib escapes the words in the plot.
    return Markup(described(svg, plot, str(escape(title)), str(escape(sentence))))  # noqa: S704
