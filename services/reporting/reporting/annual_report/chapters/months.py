"""Through the year: attempts by month, by day of the week and by hour."""

from shared.pages.formats import number, percent
from shared.pages.language import gettext

from reporting.annual_report.document import Chapter, Plot, Table
from reporting.annual_report.plots import Bars, highest, stacked_plot
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import counts_scale, month_long, month_short, too_few
from reporting.books.views import Report
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up
from reporting.reports.plots import OFFICE_CLOSES, OFFICE_OPENS, bars_plot
from reporting.reports.words import hour_name, shown_number, weekday_name


def months(year: Year) -> Chapter:
    """Return the chapter about when people seek contact."""
    return Chapter(
        code="months",
        title=gettext("Through the year"),
        says=[
            gettext(
                "An attempt is a call, a request for a chat or an email. The plots show how many"
                " were answered, and how many nobody could answer."
            )
        ],
        plots=[_months(year.months), _hours(year.report), _weekdays(year.report)],
    )


def _months(reports: list[Report]) -> Plot:
    layers = (
        Bars(gettext("answered"), tuple(one.answered for one in reports)),
        Bars(gettext("missed"), tuple(one.missed.total for one in reports)),
    )
    title = gettext("Attempts by month")
    labels = tuple(month_short(one) for one in reports)
    svg = stacked_plot("months", labels, layers, counts_scale(highest(layers)))
    rows = [
        (month_long(one), shown_number(one.answered), shown_number(one.missed.total),
         shown_number(one.conversations))
        for one in reports
    ]  # fmt: skip
    headers = (gettext("Month"), gettext("Answered attempts"), gettext("Missed attempts"),
               gettext("Conversations"))  # fmt: skip
    return Plot("months", title, _busiest(reports), svg, Table(title, headers, rows), wide=True)


def _busiest(reports: list[Report]) -> str:
    known = [(one.attempts, one) for one in reports if one.attempts is not None]
    if len(known) < len(reports) or not known:
        return too_few()
    most = max(known, key=lambda pair: pair[0])
    least = min(known, key=lambda pair: pair[0])
    if most[1] is least[1]:
        return gettext(
            "In %(month)s there were %(count)s attempts.",
            month=month_long(most[1]), count=number(most[0]),
        )  # fmt: skip
    return gettext(
        "Most attempts came in %(most)s (%(count)s), fewest in %(least)s (%(few)s).",
        most=month_long(most[1]), count=number(most[0]), least=month_long(least[1]),
        few=number(least[0]),
    )  # fmt: skip


def _hours(report: Report) -> Plot:
    layers = (
        Bars(gettext("answered"), tuple(one.answered for one in report.hours)),
        Bars(gettext("missed"), tuple(one.missed for one in report.hours)),
    )
    title = gettext("Attempts by the hour at which they came")
    labels = tuple("" if one.hour % 3 else f"{one.hour}:00" for one in report.hours)
    svg = stacked_plot("hours", labels, layers, counts_scale(highest(layers)))
    rows = [
        (hour_name(one.hour), shown_number(one.answered), shown_number(one.missed))
        for one in report.hours
    ]
    headers = (gettext("Hour of the day"), gettext("Answered attempts"), gettext("Missed attempts"))
    return Plot("hours", title, _outside(report), svg, Table(title, headers, rows), wide=True)


def _outside(report: Report) -> str:
    counts = [
        (one.hour, one.answered + one.missed)
        for one in report.hours
        if one.answered is not None and one.missed is not None
    ]
    if len(counts) < len(report.hours):
        return too_few()
    total = sum(count for _, count in counts)
    outside = sum(count for hour, count in counts if not OFFICE_OPENS <= hour < OFFICE_CLOSES)
    return gettext(
        "%(share)s of the attempts come outside office hours, when most other help is closed.",
        share=percent(half_up(outside, total, SHARE_DECIMALS), 1),
    )


def _weekdays(report: Report) -> Plot:
    title = gettext("Answered attempts by day of the week")
    bars = tuple(
        (weekday_name(one.weekday).capitalize(), one.answered, shown_number(one.answered))
        for one in report.weekdays
    )
    known = [one for one in report.weekdays if one.answered is not None]
    busiest = max(known, key=lambda one: one.answered or 0, default=None)
    said = too_few()
    if busiest and len(known) == len(report.weekdays):
        said = gettext(
            "Most attempts are answered on %(weekday)s.", weekday=weekday_name(busiest.weekday)
        )
    rows = [(label, text) for label, _, text in bars]
    headers = (gettext("Day of the week"), gettext("Answered attempts"))
    svg = bars_plot(bars)
    return Plot("weekdays", title, said, svg, Table(title, headers, rows))
