"""Method and definitions, and what is not shown and why."""

from shared.pages.language import gettext

from reporting.annual_report.document import Chapter, Term
from reporting.annual_report.read_year import Year
from reporting.disclosure.rules.threshold import MINIMUM


def method(year: Year) -> Chapter:
    """Return the chapter that says how the figures were counted."""
    return Chapter(
        code="method",
        title=gettext("Method and definitions"),
        says=[
            gettext(
                "Figures about help seekers are those of the reports that were published of"
                " %(year)s and of its months. A published report is remembered; a correction is a"
                " report of its own, with its date. This document is revision %(revision)s of the"
                " year.",
                year=year.number,
                revision=year.report.revision,
            )
        ],
        terms=[*_terms_of_calls(), *_terms_of_the_rest()],
    )


def not_shown(_: Year) -> Chapter:
    """Return the chapter that says what is left out, and why."""
    return Chapter(
        code="not-shown",
        title=gettext("What is not shown, and why"),
        says=[
            gettext(
                "These are counts about people who trusted in not being known. A count of help"
                " seekers below %(minimum)s, zero included, is not shown; a plot has an open circle"
                " or a gap there.",
                minimum=MINIMUM,
            ),
            gettext(
                "Some larger counts are left out too, where a small one would follow from them by"
                " subtraction: from this document, from a report of a month or a region, or from"
                " both. Totals stay true. A share or an average is left out where one of its counts"
                " is."
            ),
            gettext(
                "Nothing is said about single callers, about who calls more than once, or about"
                " where callers live: the service does not know. Their origin is unknown, by"
                " design."
            ),
            gettext(
                "Figures about volunteers are of the whole country: at a location they could be"
                " about one person."
            ),
        ],
    )


def _terms_of_calls() -> list[Term]:
    return [
        Term(
            gettext("Attempt"),
            gettext("Somebody calls, asks for a chat or sends an email. Tests are left out."),
        ),
        Term(
            gettext("Conversation"),
            gettext(
                "An answered attempt in which both spoke or wrote: not who said nothing, hung up or"
                " misused the line."
            ),
        ),
        Term(
            gettext("Answer rate"),
            gettext(
                "Answered attempts, divided by answered attempts, those who hung up while waiting"
                " and those for whom no listener was free. Attempts outside opening hours do not"
                " count."
            ),
        ),
        Term(
            gettext("Topic and outcome"),
            gettext(
                "Words of a fixed list, which the volunteer chooses when a conversation is"
                " registered. Nobody asks the help seeker."
            ),
        ),
    ]


def _terms_of_the_rest() -> list[Term]:
    return [
        Term(
            gettext("Volunteers in service"),
            gettext("Admitted and not gone at the end of the year; who pauses is in service."),
        ),
        Term(
            gettext("Half-day"),
            gettext(
                "A morning, afternoon or evening of intervision or training. Modules of the basic"
                " training do not count."
            ),
        ),
        Term(
            gettext("Hours wanted and filled"),
            gettext(
                "Hours of all places in shifts that were not cancelled, and of those that a"
                " volunteer took."
            ),
        ),
        Term(
            gettext("Inhabitants"),
            gettext("Statistics Netherlands (CBS), on 1 January of the year."),
        ),
        Term(
            gettext("Time"),
            gettext("The year, its months and the hours are those of the Netherlands."),
        ),
    ]
