"""The year in figures, and in a sentence of each chapter."""

from collections.abc import Sequence

from shared.pages.formats import euros, number
from shared.pages.language import gettext, ngettext

from reporting.annual_report.document import Chapter, Key, Term
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import month_long, too_few
from reporting.books.views import Report
from reporting.reports.words import shown_number, shown_percent

FEW_MONTHS = 3


def figures(year: Year, others: Sequence[Chapter]) -> Chapter:
    """Return the chapter that says the year in six figures, and what the first plots show."""
    return Chapter(
        code="figures",
        title=gettext("The year in figures"),
        says=[" ".join(_said(year.report)) or too_few(), *_months_said(year)],
        keys=[
            *_keys(year.report),
            Key(
                gettext("Volunteers in service"), number(year.evidence.standing.after),
                gettext("at the end of the year"),
            ),
            Key(
                gettext("Hours on the roster"), number(year.report.hours_covered),
                ngettext("by %(count)s volunteer", "by %(count)s volunteers",
                         year.report.volunteers_on_duty,
                         count=number(year.report.volunteers_on_duty)),
            ),
            *_price(year),
        ],
        terms=[Term(one.title, one.plots[0].sentence) for one in others if one.plots],
    )  # fmt: skip


def _said(report: Report) -> list[str]:
    said = []
    if report.attempts is not None:
        said.append(
            gettext(
                "In %(year)s, people sought contact %(count)s times, by telephone, chat or email.",
                year=report.period, count=number(report.attempts),
            )
        )  # fmt: skip
    if report.conversations is not None:
        count = number(report.conversations)
        said.append(gettext("Volunteers held %(count)s conversations with them.", count=count))
    if report.minutes is not None:
        hours = number(report.minutes / 60)
        said.append(gettext("They listened for %(hours)s hours.", hours=hours))
    return said


def _months_said(year: Year) -> list[str]:
    """Say which months are published, where that is not the whole year."""
    count = len(year.months)
    if year.evidence.is_whole:
        return []
    names = ", ".join(month_long(month) for month in year.months)
    if 0 < count <= FEW_MONTHS:
        return [gettext(
            "This report is not about a whole year: only %(months)s has published figures.",
            months=names,
        )]  # fmt: skip
    return [gettext(
        "This report is not about a whole year: %(count)s of twelve months have published"
        " figures.",
        count=count,
    )]  # fmt: skip


def _keys(report: Report) -> list[Key]:
    minutes = report.average_minutes
    return [
        Key(
            gettext("Attempts"), shown_number(report.attempts),
            gettext("by telephone, chat and email"),
        ),
        Key(
            gettext("Conversations"), shown_number(report.conversations),
            gettext("duration not shown") if minutes is None
            else gettext("on average %(minutes)s minutes", minutes=number(minutes, 1)),
        ),
        Key(
            gettext("Answer rate"), shown_percent(report.answer_rate),
            gettext("of the attempts during opening hours"),
        ),
    ]  # fmt: skip


def _price(year: Year) -> list[Key]:
    settled = year.evidence.amounts.participation
    if settled is None:
        return []
    beside = gettext("per inhabitant of the participants")
    return [Key(gettext("Price"), euros(settled.printed, 3), beside)]
