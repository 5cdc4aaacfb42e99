"""The key figures of a report, in words: for its page and its PDF."""

from typing import NamedTuple

from shared.pages.formats import euros, number, percent
from shared.pages.language import gettext, ngettext

from reporting.books.periods import period_of
from reporting.books.views import InvoicedView, Report
from reporting.reports.words import shown_number, shown_percent


class KeyFigure(NamedTuple):
    """A figure that stands out: its name, its value, and what is said with it.

    `in_words`: the value is no number.
    """

    name: str
    value: str
    beside: str
    in_words: bool = False


def key_figures(report: Report) -> list[KeyFigure]:
    """Return the key figures, in the language that is spoken now."""
    money = [_participation(report), *map(_invoiced, [report.invoiced] if report.invoiced else [])]
    nation = not (report.location or report.region)
    return [_conversations(report), _answer_rate(report), _roster(report),
            *(money if nation else [_referrals(report)])]  # fmt: skip


def _conversations(report: Report) -> KeyFigure:
    minutes = report.average_minutes
    return KeyFigure(
        gettext("Conversations"), shown_number(report.conversations),
        gettext("duration not shown") if minutes is None
        else gettext("on average %(minutes)s minutes", minutes=number(minutes, 1)),
        report.conversations is None,
    )  # fmt: skip


def _answer_rate(report: Report) -> KeyFigure:
    own = report.location or report.region
    return KeyFigure(
        gettext("Answer rate"), shown_percent(report.answer_rate),
        gettext("of the attempts on the own number") if own
        else gettext("of the attempts during opening hours"),
        report.answer_rate is None,
    )  # fmt: skip


def _roster(report: Report) -> KeyFigure:
    return KeyFigure(
        gettext("Hours on the roster"), number(report.hours_covered),
        ngettext("by %(count)s volunteer", "by %(count)s volunteers", report.volunteers_on_duty,
                 count=number(report.volunteers_on_duty)),
    )  # fmt: skip


def _referrals(report: Report) -> KeyFigure:
    total = report.referrals.total
    return KeyFigure(
        gettext("Referrals"), shown_number(total), gettext("to a partner, such as 113Online"),
        total is None,
    )  # fmt: skip


def _participation(report: Report) -> KeyFigure:
    settled, year = report.participation, period_of(report.period).year
    name = gettext("Participation %(year)s", year=year)
    if settled is None:
        return KeyFigure(
            name, gettext("not settled yet"), gettext("on 1 January of the year"), in_words=True
        )
    beside = gettext(
        "of the inhabitants outside the four large cities; %(price)s per inhabitant",
        price=euros(settled.price_per_inhabitant, 3),
    )
    return KeyFigure(name, percent(settled.share, 1), beside)


def _invoiced(invoiced: InvoicedView) -> KeyFigure:
    return KeyFigure(
        gettext("Invoiced %(year)s", year=invoiced.year), euros(invoiced.total, 0),
        ngettext(
            "in %(count)s invoice, for the whole year",
            "in %(count)s invoices, for the whole year",
            invoiced.invoices, count=number(invoiced.invoices),
        ),
    )  # fmt: skip
