"""What a reader must know to read a report: for its page and its PDF."""
# ruff: noqa: E501  a text that is translated stands in one line

from collections.abc import Iterable

from shared.pages.formats import day
from shared.pages.language import gettext

from reporting.books.queries import Correction
from reporting.books.views import Report
from reporting.reports.definitions import said
from reporting.reports.rules.corrections import Change
from reporting.reports.rules.figure import Figure
from reporting.reports.words import part_name, period_name, shown_value


def notes(report: Report) -> list[tuple[str, str]]:
    """Return what the words of a report mean, as (word, text)."""
    found = [
        (gettext("Attempt"), gettext("Somebody calls, asks for a chat or sends an email. An attempt is not yet a conversation: whoever hangs up or says nothing was answered, but had no conversation.")),
        (gettext("Answer rate"), gettext("The answered attempts, divided by all attempts during opening hours. Tests are not counted.")),
    ]  # fmt: skip
    if report.location or report.region:
        found.append((gettext("Location"), gettext("Conversations are counted where they were held, also when somebody called the national number. Missed attempts and the answer rate are about the location's own number.")))  # fmt: skip
    found.append((gettext("Origin"), gettext("Sensoor never asks where somebody lives: a region is where listeners sit, not where help seekers come from.")))  # fmt: skip
    if report.closed:
        found.append((gettext("Not shown"), gettext("Counts of help seekers below %(minimum)s, zero included, are not shown, nor are shares that are computed from them. Sometimes a larger count is left out too, because a smaller one would follow from it by subtraction. A plot has an open circle there.", minimum=report.suppression.minimum)))  # fmt: skip
    else:
        found.append((gettext("A month that is not closed"), gettext("A month is closed a week after its end. Until then this page shows only how many attempts came and at what hour, up to the end of yesterday.")))  # fmt: skip
        found.append((gettext("Not shown"), gettext("Until then each number is rounded to a multiple of five, and one below fifteen is not shown. A plot has an open circle there.")))  # fmt: skip
    found.append((gettext("Time"), gettext("Months and hours are those of the Netherlands, to the quarter of an hour.")))  # fmt: skip
    return found


def published(report: Report) -> str:
    """Say when a report was published; nothing of a month that runs."""
    if report.published_at is None:
        return ""
    if report.revision:
        return gettext("Corrected on %(day)s.", day=day(report.published_at))
    return gettext("Published on %(day)s.", day=day(report.published_at))


def stands() -> str:
    """Say that a quarter or year does not contain what was corrected in its months since."""
    return gettext(
        "This report stands as it was published, without the corrections of these months."
    )


def month_corrected(correction: Correction) -> str:
    """Say that a month was corrected, and when."""
    return gettext(
        "%(month)s was corrected on %(day)s.",
        month=period_name(correction.period).capitalize(), day=day(correction.published_at),
    )  # fmt: skip


def changes_said(changes: Iterable[Change]) -> list[str]:
    """Say what a correction changed: Conversations: 120, was 110."""
    return [
        gettext(
            "%(figure)s: %(after)s, was %(before)s",
            figure=": ".join(filter(None, [said(one.key).name,
                                           part_name(Figure(one.key, one.name, None))])),
            after=shown_value(one.key, one.after), before=shown_value(one.key, one.before),
        )
        for one in changes
    ]  # fmt: skip
